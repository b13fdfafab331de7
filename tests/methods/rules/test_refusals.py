"""Rule files nobody can mean: each its own sentence, with file and line."""

import re
from datetime import date

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules

GATE = ("gate", "rent <= cap")


def refusal(town):
    with pytest.raises(Refused) as no:
        rules.load(town.folder)
    return str(no.value)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("rant <= cap", "There is no fact or parameter called 'rant'; did you mean 'rent'?"),
        ("rent <= capp", "There is no fact or parameter called 'capp'; did you mean 'cap'?"),
        ("rent <=", "Expected a name, a number or '(', but the expression ends."),
        ("rent <= cap cap", "Expected an operator or the end, but there is 'cap'."),
        ("(rent <= cap", "Expected ')', but the expression ends."),
        ("rent ! cap", "'!' means nothing here."),
        ("rent", "clause c0 must come to a yes/no, not won."),
        ("rent <= size", "Cannot compare won with integer."),
        ("rent + size > 1", "Cannot add won and integer."),
        ("rent * rent > 1", "Cannot multiply won by won."),
        ("size / rent > 1", "Cannot divide integer by won."),
        ("born + 1 > 3", "Cannot add date and integer."),
        ("owns > 1", "Cannot compare boolean with integer."),
        ("owns < ill", "Cannot compare boolean with boolean."),
        ("work < 'full'", "Cannot compare choice with code."),
        ("work == 'ful'", "work is never 'ful'; did you mean 'full'?"),
        ("work in ('none', 'sme')", "work is never 'sme'; did you mean 'some'?"),
        ("rent in (cap)", "Only plain values may stand in a list."),
        ("owns in (true)", "A yes/no cannot be one of a list."),
        ("rent and owns", "A yes/no is needed here, not won."),
        ("not rent", "A yes/no is needed here, not won."),
        ("if(rent, owns, ill)", "A yes/no is needed here, not won."),
        ("if(owns, rent, size) > 1", "These must be of one type: won, integer."),
        ("least(owns, ill)", "Only numbers and dates have a least and a greatest, not boolean."),
        ("floor(owns) > 1", "A number is needed here, not boolean."),
        ("floor(rent, size) > 1", "Expected a whole unit to round to, such as 10, but there is 'size'."),
        ("months_between(born, as_of) < 3", "write “as_of within n months after x”."),
        ("3 >= months_between(born, as_of)", "ends a day early"),
        ("as_of within 3 moths after born", "Expected days, weeks, months or years, but there is 'moths'"),
        (
            "as_of within 3 months before born",
            "Expected 'after' (that day does not count) or 'from' (it counts)",
        ),
        ("as_of within size months after born", "A period is as long as a whole number or a parameter says."),
        ("as_of within 0 days after born", "A period is at least one of its unit."),
        (
            "born within 3 days after as_of moved_off_holidays",
            "Only the day asked about, as_of, is held against open days.",
        ),
        ("rent within 3 days after born", "A date is needed here, not won."),
        ("as_of until rent", "A date is needed here, not won."),
        ("age_on(rent, as_of) > 1", "A date is needed here, not won."),
        ("born > 2001-02-29", "There is no day 2001-02-29."),
        ("bonus > 1", "bonus is a table: write bonus[…]."),
        ("cap[1] > 1", "cap is not a table."),
        ("bonus[owns] > 1", "bonus is looked up by integer, not by boolean."),
        ("rate['ful'] > 1%", "rate has no row 'ful'; did you mean 'full'?"),
        ("celing(rent) > 1", "There is no celing(…); did you mean 'ceiling'?"),
        ("sum(rent) > 1", "Expected 'household', but there is 'rent'."),
        ("(" * 3000, "Brackets are nested too deeply."),
        ("rent > " + "9" * 50, "Expected an operator or the end"),
        ("any(household, any(household, ill))", "A household cannot be counted inside another."),
    ],
)
def test_an_expression_that_makes_no_sense(town, expression, message):
    with pytest.raises(Refused) as no:
        town.programme(("gate", expression))

    assert message in str(no.value)
    assert str(no.value).startswith("programmes/aid.yaml, line 13: ")


def test_an_expressions_fault_is_named_by_its_character(town):
    with pytest.raises(Refused, match=re.escape("(character 14 of “owns and not rant > 1”)")):
        town.programme(("gate", "owns and not rant > 1"))


def test_an_amount_must_be_whole_won(town):
    with pytest.raises(
        Refused, match=re.escape("must come to whole won, not exact_won; round it: floor(…, 10).")
    ):
        town.programme(("amount", "rent * 50%"))


PROGRAMME = "programmes/aid.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (PROGRAMME, "kind: gate", "knd: gate", "line 12: Clause c0 has no key 'knd'; did you mean 'kind'?"),
        (PROGRAMME, "kind: gate", "kind: gat", "line 12: kind cannot be 'gat'; did you mean 'gate'? One of: gate, exclusion, amount, discretion, claim."),
        (PROGRAMME, "        judged: always\n", "", "line 11: clause c0 does not say when it is judged: write “judged: application”, “payment” or “always”."),
        (PROGRAMME, "judged: always", "judged: alwys", "line 18: judged cannot be 'alwys'; did you mean 'always'? One of: application, payment, always."),
        (PROGRAMME, "        citation: law\n", "", "clause c0 needs a citation: where does the law say so?"),
        (PROGRAMME, "citation: law", "citation: lw", "line 14: No citation is called 'lw'; did you mean 'law'?"),
        (PROGRAMME, 'en: "yes"', 'en: "{rant}"', "speaks of 'rant', which nobody knows; did you mean 'rent'?"),
        (PROGRAMME, 'en: "yes"', 'en: "{rent"', "line 15: “{rent”: expected '}' before end of string."),
        (PROGRAMME, '{ko: 됩니다, en: "yes"}', "{ko: 됩니다}", "line 15: pass of clause c0 needs 'en'."),
        (PROGRAMME, '{ko: 됩니다, en: "yes"}', "됩니다", "line 15: 'pass' of clause c0 needs both ko and en."),
        ("facts.yaml", "share: {type: percent,", "share: {type: fraction, unit: {ko: '%', en: '%'},", "fact share is shown with a percent sign: write “type: percent”."),
        ("facts.yaml", "maximum: 100%", "maximum: 0.9", "'0.9' is no percentage: write 0.9% if that is meant, or 90% for the share 0.9 of one."),
        ("facts.yaml", "share: {type: percent,", "share: {type: percent, unit: {ko: ㎡, en: ㎡},", "fact share is a percentage; it has no other unit."),
        ("parameters.yaml", "none: 0%, some: 50%, full: 100%}", "none: 0%, some: 0.5, full: 100%}", "line 3: '0.5' is no percentage: write 0.5% if that is meant, or 50% for the share 0.5 of one."),
        (PROGRAMME, "ko: 모릅니다", "ko: 공공임대주택인지 알려 주세요.", "line 17: “공공임대주택인지 알려 주세요” asks; a clause states its condition"),
        (PROGRAMME, "ko: 모릅니다", "ko: 집이 없어야 합니다. 집이 있나요?", "“집이 있나요?” asks; a clause states its condition"),
        (PROGRAMME, "ko: 안 됩니다", "ko: 소득을 적어 주시기 바랍니다.", "line 16: “소득을 적어 주시기 바랍니다” asks"),
        (PROGRAMME, "en: not known", "en: No home is owned. Tell us whether you do.", "“Tell us whether you do” asks"),
        (PROGRAMME, "en: not known", "en: not, known", "a sentence with a comma belongs in quotes."),
        (PROGRAMME, "recorded: 2000-01-01", "recorded: 2000-13-01", "line 9: There is no day '2000-13-01'."),
        (PROGRAMME, "recorded: 2000-01-01", "recorded: soon", "'soon' is not a day; write it as 2024-03-04."),
        (PROGRAMME, "from: 2000-01-01}", "from: 2000-01-01, to: 1999-01-01}", "The period ends (Fri 1 January 1999) before"),
        (PROGRAMME, "selected_by: application_date", "selected_by: today", "selected_by cannot be 'today'"),
        (PROGRAMME, "initiative: aid\n", "", "the programme needs 'initiative'."),
        (PROGRAMME, "initiative: aid\n", "initiative: aid\ninitiative: two\n", "'initiative' stands here twice"),
        (PROGRAMME, "    clauses:", "    pays: {per: month}\n    clauses:", "an amount clause and “pays” belong together."),
        (PROGRAMME, "kind: gate", "kind: discretion", "discretion names the role that decides; nothing else does."),
        (PROGRAMME, "from: 2000-01-01}", "from: 1990-01-01}", "cap has no value on Mon 1 January 1990."),
        (PROGRAMME, "id: aid", "\tid: aid", "line 1: Indent with spaces, not with a tab."),
        (PROGRAMME, "id: aid", "id: &anchor aid", "line 1: Anchors, aliases and tags are not used here"),
        (PROGRAMME, "id: aid", "id: [aid", "This is not well-formed"),
        (PROGRAMME, "versions:", "versons:", "A programme has no key 'versons'; did you mean 'versions'?"),
        ("facts.yaml", "type: won", "type: wom", "type cannot be 'wom'; did you mean 'won'?"),
        ("facts.yaml", "minimum: 0,", "minimum: 0.0,", "Money is whole won: write '0.0' without a decimal point."),
        ("facts.yaml", "can_change: false", "can_change: no", "'no' is neither true nor false. Write true or false."),
        ("facts.yaml", "cost: 3", "cost: 0", "The cost of asking is 1 or more."),
        ("facts.yaml", "born:", "as_of:", "'as_of' means something of its own in expressions."),
        ("facts.yaml", '"age_on(born, as_of)"', '"age_on(brn, as_of)"', "called 'brn'; did you mean 'born'?"),
        ("facts.yaml", '"age_on(born, as_of)"', '"pay"', "years is integer, but is worked out as won."),
        ("facts.yaml", '"age_on(born, as_of)"', '"years + 1"', "worked out from one another: years → years."),
        ("facts.yaml", "question: {ko: q, en: q}, ", "", "fact born needs a question, or worked_out."),
        ("facts.yaml", "cost: 1, minimum: 1990-01-01", "cost: 1, default: 2000-01-01, minimum: 1990-01-01",
         "the default of born needs a citation"),
        ("parameters.yaml", "value: 2,", "value: 2.5,", "Money is whole won: write '2.5' without a decimal point."),
        ("parameters.yaml", "value: 2,", "value: 2e0,", "Money is whole won: write '2e0' without a decimal point."),
        ("parameters.yaml", "value: 2,", "value: " + "2" * 50 + ",", "is not a whole number of won"),
        ("citations.yaml", "'1'", "[" * 2000, "citations.yaml"),
        ("parameters.yaml", "value: 2,", "value: two,", "'two' is not a whole number of won"),
        ("parameters.yaml", "value: 2, citation: law", "value: 2", "a value of parameter cap needs a citation"),
        ("parameters.yaml", "cap:", "rent:", "'rent' already names something else."),
        ("parameters.yaml", "from: 2024-07-01", "from: 2000-01-01", "parameter cap has two values from 2000-01-01"),
        ("parameters.yaml", "{1: 1, 2: 3}", "{1: 1, 3: 3}", "must follow one another without a gap."),
        ("parameters.yaml", "up_to: 2,", "up_to: 1,", "must rise; only the last has no end."),
        ("citations.yaml", "verified: true", "verified: 'true'", "'true' is neither true nor false."),
        ("citations.yaml", ", verified: true", "", "the citation of citation law needs 'verified'."),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused_where_it_stands(town, file, old, new, message):
    town.programme(GATE)
    path = town.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text

    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    refused = refusal(town)
    assert message in refused
    assert refused.startswith(file)


def test_facts_that_are_worked_out_in_a_circle(town):
    text = (town.folder / "facts.yaml").read_text(encoding="utf-8")
    text = text.replace('"age_on(born, as_of)"', '"weeks + 1"')
    town.write(
        "facts.yaml",
        text + 'weeks: {type: integer, entity: person, label: {ko: 주, en: w}, worked_out: "years * 52"}\n',
    )

    assert "worked out from one another: years → weeks → years." in refusal(town)


def versions(town, *written):
    town.programme(GATE)
    path = town.folder / PROGRAMME
    path.write_text(path.read_text(encoding="utf-8") + "".join(written), encoding="utf-8")


def test_two_versions_for_one_day_are_refused_unless_one_replaces_the_other(town):
    second = (
        "  - version: '2'\n    based_on: '1'\n    effective: {from: 2024-01-01}\n    recorded: 2024-06-01\n"
    )

    versions(town, second)
    assert "Versions 1 and 2 are both in force on 2024-01-01; end one, or write “replaces: 1”." in refusal(
        town
    )

    versions(town, second, "    replaces: '1'\n")
    programme = rules.load(town.folder).programme("aid")
    day = date(2024, 3, 4)
    assert programme.version_on(day).name == "2"
    assert programme.version_on(day, known_on=date(2024, 5, 31)).name == "1"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("based_on: '0'", "There is no earlier version '0'."),
        ("based_on: '1'\n    without: [c9]", "There is no clause 'c9' to leave out."),
        ("based_on: '1'\n    without: [c0]", "version 2 needs at least one clause."),
        ("based_on: '1'\n    clauses: [{id: c0, kind: gate, kind: gate}]", "'kind' stands here twice"),
        ("based_on: '1'\n    places: cap", "'cap' is not a whole-number parameter."),
    ],
)
def test_a_later_version_that_builds_on_nothing(town, more, message):
    versions(
        town,
        "  - version: '2'\n    effective: {from: 2030-01-01}\n    recorded: 2030-01-01\n    ",
        more,
        "\n",
    )

    assert message in refusal(town)


def test_a_later_version_changes_one_key_of_one_clause_and_keeps_the_rest(town):
    text = (town.folder / "facts.yaml").read_text(encoding="utf-8")
    versions(town)
    path = town.folder / PROGRAMME
    first = path.read_text(encoding="utf-8").replace("from: 2000-01-01}", "from: 2000-01-01, to: 2023-12-31}")
    path.write_text(
        first
        + "  - version: '2'\n    based_on: '1'\n    effective: {from: 2024-01-01}\n    recorded: 2024-01-01\n"
        "    clauses: [{id: c0, expression: rent < cap}]\n",
        encoding="utf-8",
    )

    programme = rules.load(town.folder).programme("aid")

    then, now = (programme.version_on(date(year, 3, 4)) for year in (2023, 2024))
    assert (then.clauses[0].text, now.clauses[0].text) == ("rent <= cap", "rent < cap")
    assert then.clauses[0].passes == now.clauses[0].passes
    assert text


def test_two_programmes_of_one_name(town):
    town.programme(GATE)
    (town.folder / "programmes" / "other.yaml").write_bytes((town.folder / PROGRAMME).read_bytes())

    assert refusal(town) == "programmes/other.yaml: 'aid' is already a programme, in programmes/aid.yaml."


def test_a_value_corrected_later_is_seen_only_by_who_looks_later(town):
    pack = town.programme(GATE)
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "{from: 2000-01-01, value: 2, citation: law}",
        "{from: 2000-01-01, value: 2, citation: law}, {from: 2000-01-01, value: 3, recorded: 2024-02-01, citation: law}",
    )
    town.write("parameters.yaml", text)
    pack = rules.load(town.folder)
    day = date(2024, 3, 4)

    before = pack.programme("aid").version_on(day, known_on=date(2024, 1, 31))
    after = pack.programme("aid").version_on(day, known_on=date(2024, 2, 1))

    assert rules.evaluate(before, {"rent": 3}, day).result == "fail"
    assert rules.evaluate(after, {"rent": 3}, day).result == "pass"


def test_a_file_in_another_encoding(town):
    town.programme(GATE)
    (town.folder / "facts.yaml").write_bytes("born: 생일".encode("euc-kr"))

    assert refusal(town) == "facts.yaml, line 1: Save this file as UTF-8."


def test_a_folder_that_is_no_pack(tmp_path):
    with pytest.raises(Refused, match="is not a folder"):
        rules.load(tmp_path / "nowhere")
    with pytest.raises(
        Refused, match=re.escape("facts.yaml: The file cannot be read: No such file or directory.")
    ):
        rules.load(tmp_path)


def test_a_programme_nobody_knows(city):
    with pytest.raises(
        Refused, match=re.escape("There is no programme called 'youth-rnt'; did you mean 'youth-rent'?")
    ):
        city.programme("youth-rnt")


def test_a_default_counts_only_where_nothing_was_told(town):
    text = (town.folder / "facts.yaml").read_text(encoding="utf-8")
    town.write(
        "facts.yaml",
        text + "fee: {type: won, entity: person, label: {ko: 요금, en: Fee}, default: 2, citation: law}\n",
    )
    version = town.programme(("gate", "fee <= cap")).programme("aid").version_on(date(2024, 3, 4))

    assert rules.evaluate(version, {}, date(2024, 3, 4)).result == "pass"
    assert rules.evaluate(version, {"fee": 3}, date(2024, 3, 4)).result == "fail"
