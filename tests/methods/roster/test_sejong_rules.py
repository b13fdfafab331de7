from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from tests.methods.roster.tiny import ALWAYS, seat

import jiphyeon
from jiphyeon.kernel import Refused
from jiphyeon.methods import roster

FILE = Path(jiphyeon.__file__).parent / "cities" / "sejong" / "committee-rules.yaml"


def committee(*labels, exemptions=()):
    marks = tuple(roster.Label(label, ALWAYS) for label in labels)
    return roster.Committee("c", "c", (seat("s"),), 24, labels=marks, exemptions=exemptions)


def floors(one, day):
    return {rule.key: rule.ratio for rule in roster.read_rules(FILE).shares_for(one, day)}


def test_the_general_youth_floor_doubles_on_14_april_2026():
    assert floors(committee(), date(2026, 4, 13))["youth.general"] == Fraction(1, 10)
    assert floors(committee(), date(2026, 4, 14))["youth.general"] == Fraction(2, 10)
    assert "youth.general" not in floors(committee(), date(2023, 9, 21))


def test_youth_policy_committees_stand_under_their_own_floors():
    found = floors(committee("youth_policy", "sejong_youth_policy"), date(2026, 7, 1))

    assert found == {
        "youth.policy": Fraction(3, 10),
        "youth.sejong_policy": Fraction(1, 2),
        "gender": Fraction(6, 10),
    }


def test_an_exemption_lifts_a_family_of_rules_while_it_lasts_and_no_other():
    period = roster.Exemption("youth", ALWAYS, "의결")

    assert set(floors(committee(exemptions=(period,)), date(2026, 7, 1))) == {"gender"}


def test_a_duty_to_strive_is_shown_and_makes_nobody_unlawful():
    rules = roster.read_rules(FILE)

    effort = [rule.key for rule in rules.shares if not rule.binding]

    assert effort == ["youth.sejong_effort"]
    assert effort[0] not in floors(committee(), date(2026, 7, 1))


def test_the_ratchet_excepts_the_successor_of_an_appointed_chair():
    general = next(rule for rule in roster.read_rules(FILE).shares if rule.key == "youth.general")

    assert general.ratchet.chair_excepted
    assert date(2026, 4, 14) in general.ratchet.period
    assert "36262" in str(general.ratchet.citation)


def test_young_is_19_to_39_in_sejong_and_was_19_to_34_before():
    rules = roster.read_rules(FILE)

    assert rules.is_young(date(1986, 7, 2), date(2026, 7, 1))
    assert not rules.is_young(date(1986, 7, 1), date(2026, 7, 1))
    assert not rules.is_young(date(1986, 7, 2), date(2022, 7, 2))
    with pytest.raises(Refused, match="no youth age for Tue 1 January 2019"):
        rules.is_young(date(1990, 1, 1), date(2019, 1, 1))


def test_every_value_names_its_law_its_first_day_and_whether_somebody_read_it():
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    for entry in (*data["ages"], *data["shares"], *data["limits"]):
        assert entry["citation"]["instrument"]
        assert isinstance(entry["from"], date)
        assert isinstance(entry["verified"], bool)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("age_reckoned: monthly", "line 1: 'age_reckoned' of the file cannot be 'monthly'. One of: quarter, year, appointment."),
        ("city: x", "line 1: the file needs 'age_reckoned'."),
        ("- 1", "line 1: The file must be a block of keys."),
        ("age_reckoned: year\nages:\n  - {lowest: 19, highest: x}", "line 3: 'x' is not a whole number."),
        ("age_reckoned: year\nages:\n  - {lowest: -1, highest: 9}", "line 3: -1 is too small: at least 0 is expected."),
        ("age_reckoned: year\nshares:\n  - {key: a, at_least: 1/5, at_most: 1/5}", "line 3: a needs either at_least or at_most."),
        ("age_reckoned: year\nlimits:\n  - {key: beards}", "line 3: 'key' of a limit cannot be 'beards'; did you mean 'years'? One of: memberships, years, renewals, term_months."),
        ("city: x\ncity: y", "line 2: 'city' stands here twice; the first is on line 1."),
        ("a: [", "This is not well-formed: while parsing a flow node did not find expected node content."),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_named(tmp_path, text, message):
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(Refused) as caught:
        roster.read_rules(tmp_path / "rules.yaml")

    assert str(caught.value).endswith(message)


def test_a_share_written_as_a_decimal_is_refused(tmp_path):
    text = FILE.read_text(encoding="utf-8").replace("at_least: 2/10", "at_least: 0.2", 1)
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match=r"share 0\.2 must be written like 2/10"):
        roster.read_rules(tmp_path / "rules.yaml")
