"""The pack says what lowers a fee and when money is paid; what nobody could know or pay by is refused when it is read."""

from pathlib import Path
from shutil import copytree

import pytest

from jiphyeon import cities
from jiphyeon.contexts.programmes.rules import policy_file
from jiphyeon.kernel import Refused
from jiphyeon.methods import rules

GAON = Path(__file__).resolve().parents[2] / "cities" / "gaon"


def read(folder, pack, *changes):
    text = (pack / "benefits.yaml").read_text(encoding="utf-8")
    for written, instead in changes:
        assert written in text
        text = text.replace(written, instead)
    (folder / "benefits.yaml").write_text(text, encoding="utf-8")
    policy = policy_file.read(folder / "benefits.yaml")
    policy_file.check_against(policy, rules.load(pack))
    return policy


@pytest.mark.parametrize("pack", [cities.pack("sejong"), GAON], ids=lambda pack: pack.name)
def test_the_fees_of_every_city_can_be_worked_out(pack, tmp_path):
    read(tmp_path, pack)


def test_what_is_taken_off_is_rounded_where_the_rules_say_and_nowhere_else(tmp_path):
    amount = "floor(entry_fee * best_discount, 10)"
    city = copytree(GAON, tmp_path / "gaon")
    rule = city / "programmes" / "open-door.yaml"
    text = rule.read_text(encoding="utf-8")
    assert amount in text
    rule.write_text(text.replace(amount, f"least(entry_fee, {amount})"), encoding="utf-8")

    with pytest.raises(Refused) as no:
        read(tmp_path, city)

    assert no.value.code == "no_rounding"


def test_a_reason_is_a_fact_or_an_age_between_values_of_the_law(tmp_path):
    kinds = read(tmp_path, GAON).qualifications

    assert (kinds["carer"].is_an_age, kinds["child"].is_an_age) == (False, True)
    assert kinds["child"].to_age == "child_until"


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("reduction: discount", "reduction: child_until", "no_reduction"),
        ("to_age: child_until", "to_age: child_untill", "no_age"),
        (", to_age: child_until", "", "no_fact"),
        ("    reduction: discount\n", "", "policy_wrong"),
        ("        pay_day: 10\n", "", "policy_wrong"),
    ],
)
def test_what_could_not_be_worked_out_is_refused(tmp_path, written, instead, code):
    with pytest.raises(Refused) as no:
        read(tmp_path, GAON, (written, instead))

    assert no.value.code == code
    assert no.value.place.file == "benefits.yaml"
