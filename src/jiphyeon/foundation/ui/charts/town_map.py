"""The city's towns shaded by a number. Outlines and their source lie in the city pack (map/towns.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.charts.figure import Series, Value, data_table, figure, shown
from jiphyeon.foundation.ui.saying import escaped
from jiphyeon.kernel import Words

_WIDTH = 400.0
_STEPS = 5


@dataclass(frozen=True, slots=True)
class _Town:
    code: str
    name: Words
    path: str
    middle: tuple[float, float]
    size: float


@cache
def _towns(pack: Path) -> tuple[tuple[_Town, ...], float]:
    """Return the towns, projected to a drawing 400 wide, and the drawing's height."""
    found = json.loads((pack / "map" / "towns.json").read_text(encoding="utf-8"))
    rings = {
        one["properties"]["code"]: [ring for shape in one["geometry"]["coordinates"] for ring in shape]
        for one in found["features"]
    }
    points = [point for shape in rings.values() for ring in shape for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    # At this latitude a degree of longitude is about four fifths of a degree of latitude.
    narrow = 0.8
    scale = _WIDTH / ((east - west) * narrow)

    def at(point: list[float]) -> tuple[float, float]:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    towns = []
    for one in found["features"]:
        drawn = [[at(point) for point in ring] for ring in rings[one["properties"]["code"]]]
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in drawn)
        size, middle = max((_middle(ring) for ring in drawn), key=lambda found_: found_[0])
        names = Words(one["properties"]["name_ko"], one["properties"]["name_en"])
        towns.append(_Town(one["properties"]["code"], names, path, middle, size))
    return tuple(towns), (north - south) * scale


def _middle(ring: list[tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    """Return a ring's area and centroid."""
    doubled = x_sum = y_sum = 0.0
    for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * v - u * y
        doubled += cross
        x_sum += (x + u) * cross
        y_sum += (y + v) * cross
    if not doubled:
        return 0.0, ring[0]
    return abs(doubled) / 2, (x_sum / (3 * doubled), y_sum / (3 * doubled))


@dataclass(frozen=True, slots=True)
class TownMap:
    """Values by town code (or Korean name) of the city pack; a town without a value is drawn hatched, never as 0."""

    title: object
    values: Mapping[str, Value]
    unit: object = ""

    def html(self) -> str:
        """Return the map with a key and its table."""
        towns, height = _towns(settings.CITY_PACK)
        found = [self.values.get(town.code, self.values.get(town.name.ko)) for town in towns]
        known = sorted(float(value) for value in found if value is not None)
        low, high = (known[0], known[-1]) if known else (0.0, 0.0)

        def step(value: Value) -> int:
            if value is None:
                return 0
            return min(_STEPS, 1 + int(_STEPS * (float(value) - low) / ((high - low) or 1)))

        areas, names = [], []
        for town, value in zip(towns, found, strict=True):
            areas.append(
                f'<path class="jip-town jip-q{step(value)}" d="{town.path}"><title>{escaped(town.name)} '
                f"{shown(value, self.unit)}</title></path>"
            )
            if town.size > 2200:
                x, y = town.middle
                dark = " jip-on-dark" if step(value) > 3 else ""
                names.append(
                    f'<text class="jip-town-name{dark}" x="{x:.0f}" y="{y:.0f}">{escaped(town.name)}</text>'
                )
        series = [Series(_("값"), found)]
        table = data_table(self.title, [town.name for town in towns], series, self.unit)
        made = figure(
            self.title, "".join(areas + names), 0, table, kind="map", note=_("2018년 행정구역 경계입니다.")
        )
        made = made.replace(
            'width="100%" height="0rem"', f'viewBox="-2 -2 {_WIDTH + 4:.0f} {height + 4:.0f}"', 1
        )
        keys = "".join(
            f'<li><span class="jip-key jip-q{i}"></span>{shown(_round(low + (high - low) * (i - 1) / _STEPS), self.unit)}~</li>'
            for i in range(1, _STEPS + 1)
        )
        return made.replace(
            "</figcaption>", f'</figcaption><ul class="jip-keys" aria-hidden="true">{keys}</ul>', 1
        )


def _round(value: float) -> Value:
    return int(value) if abs(value) >= 10 or value == int(value) else round(value, 1)
