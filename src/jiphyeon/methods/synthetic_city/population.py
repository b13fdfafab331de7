"""What a synthetic city is drawn from, read from data and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray

from jiphyeon.kernel import Place, Refused, Words
from jiphyeon.methods.synthetic_city.tables import Tables

OLDEST = 100
BANDS = 9  # ten years of age each; the last is 80 and above
_TOP = {
    "source",
    "verified",
    "age_weights",
    "towns",
    "households",
    "work",
    "income",
    "assets",
    "dwellings",
    "standing",
}
_MAY = {"facts"}


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its share of people and of ages."""

    code: str
    words: Words
    people: int
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """Weights and tables. `age_weights` has one entry for each year of age, 0 to 100 and above."""

    source: Words
    age_weights: NDArray[np.int64]
    towns: tuple[Town, ...]
    tables: Tables
    facts: Mapping[str, str]
    """What the city's rules call a column that is drawn under another name."""

    def expected(self) -> NDArray[np.int64]:
        """Return weights by town and single year of age (towns × 101), whole numbers that only mean shares.

        A town's ten years of age are spread over single years as in the whole city.
        """
        bands = np.minimum(np.arange(OLDEST + 1) // 10, BANDS - 1)
        within = np.bincount(bands, weights=self.age_weights, minlength=BANDS).astype(np.int64)
        people = np.array([town.people for town in self.towns], dtype=np.int64)
        ages = np.array([town.ages for town in self.towns], dtype=np.int64)
        # A scale keeps the division whole: shares of shares, never a float near a count.
        share = (self.age_weights * 1_000_000) // np.maximum(within[bands], 1)
        weights: NDArray[np.int64] = people[:, None] * ages[:, bands] * share[None, :] // 1_000
        return weights


def read_population(text: str, *, file: str) -> Population:
    """Return the tables of a population file. Refused: unreadable YAML, unknown or missing keys, wrong lengths."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(file, line=mark.line + 1 if mark else None)
        raise Refused(
            "population_unreadable",
            ko="YAML로 읽을 수 없습니다. 이 자리를 살펴봐 주세요.",
            en="This is not YAML that can be read.",
            place=place,
        ) from error
    have = set(data) if isinstance(data, dict) else set()
    if not _TOP <= have <= _TOP | _MAY:
        raise Refused(
            "population_keys",
            ko="모르는 키: {unknown} · 빠진 키: {missing}",
            en="Unknown keys: {unknown}; missing: {missing}.",
            place=Place(file),
            unknown=", ".join(sorted(have - _TOP - _MAY)) or "none",
            missing=", ".join(sorted(_TOP - have)) or "none",
        )
    weights = np.array([weight for row in data["age_weights"] for weight in row], dtype=np.int64)
    towns = tuple(
        Town(str(town["code"]), Words(town["ko"], town["en"]), int(town["people"]), tuple(town["ages"]))
        for town in data["towns"]
    )
    if len(weights) != OLDEST + 1 or any(len(town.ages) != BANDS for town in towns) or not towns:
        raise Refused(
            "population_lengths",
            ko="나이 0세부터 {oldest}세까지 비중을 하나씩, 읍면동마다 나이대 비율 {bands}개를 적어 주세요.",
            en="There is one weight for each age 0 to {oldest}, and each town has {bands} shares of age.",
            place=Place(file),
            oldest=OLDEST,
            bands=BANDS,
        )
    return Population(Words(**data["source"]), weights, towns, data, dict(data.get("facts", {})))
