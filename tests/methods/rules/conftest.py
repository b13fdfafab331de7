"""A small city of its own for the laws, and the real one for the stories."""

import textwrap
from pathlib import Path

import pytest

from jiphyeon.methods import rules

CITY = Path(rules.__file__).parents[2] / "cities" / "sejong"

FACTS = """
born: {type: date, entity: person, label: {ko: 생일, en: Birthday}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 1, minimum: 1990-01-01, maximum: as_of, can_change: false}
years: {type: integer, entity: person, label: {ko: 나이, en: Age}, worked_out: "age_on(born, as_of)"}
size: {type: integer, entity: household, label: {ko: 가구원, en: Household}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 1, minimum: 1, maximum: 3, worked_out: count(household)}
pay: {type: won, entity: person, label: {ko: 소득, en: Pay}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 3, minimum: 0, maximum: 3}
pays: {type: won, entity: household, label: {ko: 가구 소득, en: Household pay}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 3, minimum: 0, worked_out: "sum(household, pay)"}
rent: {type: won, entity: dwelling, label: {ko: 월세, en: Rent}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 2, minimum: 0, maximum: 3}
share: {type: percent, entity: dwelling, label: {ko: 지분, en: Share}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 2, minimum: 0, maximum: 100%}
owns: {type: boolean, entity: household, label: {ko: 주택, en: Owning a home}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 1}
ill: {type: boolean, entity: person, label: {ko: 질병, en: Ill}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 1}
work: {type: choice, entity: person, label: {ko: 일, en: Work}, question: {ko: q, en: q}, why: {ko: w, en: w}, source: form, cost: 1, options: {none: {ko: 없음, en: none}, some: {ko: 조금, en: some}, full: {ko: 전일, en: full}}}
"""
PARAMETERS = """
cap: {type: won, known_until: open, label: {ko: 상한, en: Cap}, values: [{from: 2000-01-01, value: 2, citation: law}, {from: 2024-07-01, value: 1, citation: law}]}
bonus: {type: won, known_until: open, shape: table, key: integer, label: {ko: 표, en: Table}, values: [{from: 2000-01-01, rows: {1: 1, 2: 3}, beyond: last_difference, citation: law}]}
rate: {type: percent, known_until: open, shape: table, key: choice, label: {ko: 율, en: Rate}, values: [{from: 2000-01-01, rows: {none: 0%, some: 50%, full: 100%}, citation: law}]}
band: {type: won, known_until: open, shape: bracket, key: won, label: {ko: 구간, en: Band}, values: [{from: 2000-01-01, steps: [{up_to: 1, value: 3}, {up_to: 2, value: 2}, {value: 0}], citation: law}]}
"""
CITATIONS = "law: {instrument: 법, article: '1', verified: true}\n"
CLAUSE = """
      - id: {id}
        kind: {kind}
        expression: "{expression}"
        citation: law
        pass: {{ko: 됩니다, en: "yes"}}
        fail: {{ko: 안 됩니다, en: "no"}}
        unknown: {{ko: 모릅니다, en: not known}}
        judged: {judged}
"""


class Town:
    """A pack in a temporary folder, written anew for each question."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "programmes").mkdir()
        self.write("facts.yaml", FACTS)
        self.write("parameters.yaml", PARAMETERS)
        self.write("citations.yaml", CITATIONS)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def programme(self, *clauses: tuple[str, ...], name: str = "aid", more: str = "") -> rules.Pack:
        """Write a programme of (kind, expression) clauses and read the pack; a third word says when one is judged."""
        written = "".join(
            CLAUSE.format(id=f"c{number}", kind=kind, expression=expression, judged=(*judged, "always")[0])
            for number, (kind, expression, *judged) in enumerate(clauses)
        )
        pays = "    pays: {per: month}\n" if any(kind == "amount" for kind, *_ in clauses) else ""
        self.write(
            f"programmes/{name}.yaml",
            f"id: {name}\nnames: {{ko: 지원, en: Aid}}\nsummary: {{ko: 지원, en: Aid}}\ninitiative: aid\n"
            f"selected_by: application_date\n{more}versions:\n"
            f"  - version: '1'\n    effective: {{from: 2000-01-01}}\n    recorded: 2000-01-01\n{pays}    clauses:"
            + written
            + "    per: person\n",
        )
        return rules.load(self.folder)


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


@pytest.fixture(scope="session")
def quiet_town(tmp_path_factory):
    return Town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def city():
    return rules.load(CITY)
