"""Tables and brackets of the law on a form: what is now beside each place, exact, and said where it is wrong."""

from datetime import date
from fractions import Fraction

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.programmes.rules import new_values
from jiphyeon.contexts.reforms.forms.typed import written
from jiphyeon.contexts.reforms.forms.values import Value
from jiphyeon.kernel import Citation, Refused, Words
from jiphyeon.methods.rules import Dated, Parameter, Rows, Steps, Type

DAY = date(2024, 7, 1)
PERCENT = Words("%", "%")


def parameter(shape, content, kind=Type.WON, key=Type.INTEGER, unit=None):
    value = Dated(date(2024, 1, 1), content, Citation("고시"), verified=True)
    return Parameter("cap", Words("상한", "Cap"), kind, shape, (value,), unit, key)


RATES = parameter(
    "bracket",
    Steps(((50_000_000, Fraction(2, 100)), (100_000_000, Fraction(15, 1000)), (None, Fraction(1, 100)))),
    Type.FRACTION,
    Type.WON,
    PERCENT,
)
INCOMES = parameter("table", Rows({1: 2_000_000, 2: 3_000_000}, 900_000))
SHARES = parameter("table", Rows({"veteran": Fraction(1, 2)}), Type.FRACTION, Type.CHOICE, PERCENT)


def read(one, **typed):
    """What a form with this one value reads from what was typed, and what it says is wrong."""
    value = Value("shared", one, DAY)
    form = forms.Form({f"shared.cap.{place}": text for place, text in typed.items()})
    form.fields.update(value.fields())
    form.is_valid()
    return value.read(form), {
        name.removeprefix("shared.cap."): message for name, message in form.errors.items()
    }


@pytest.mark.django_db
def test_every_step_of_a_bracket_has_its_place_with_what_it_is_now():
    value = Value("shared", RATES, DAY)

    assert [(cell.field, cell.label.ko, cell.now) for cell in value.cells] == [
        ("shared.cap.1.end", "상한 1구간 끝", 50_000_000),
        ("shared.cap.1.value", "상한 1구간 값", Fraction(2, 100)),
        ("shared.cap.2.end", "상한 2구간 끝", 100_000_000),
        ("shared.cap.2.value", "상한 2구간 값", Fraction(15, 1000)),
        ("shared.cap.3.value", "상한 3구간 값", Fraction(1, 100)),
    ]
    assert [field.help_text for field in value.fields().values()] == [
        "지금 50,000,000원", "지금 2%", "지금 100,000,000원", "지금 1.5%", "지금 1%",
    ]  # fmt: skip


@pytest.mark.django_db
def test_one_step_changes_and_the_bracket_is_kept_whole():
    found, faulty = read(RATES, **{"1.end": "6000만", "3.value": "0.8"})

    assert faulty == {}
    assert new_values.content_of(RATES, found, DAY) == Steps(
        ((60_000_000, Fraction(2, 100)), (100_000_000, Fraction(15, 1000)), (None, Fraction(8, 1000)))
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "typed", "place", "message"),
    [
        (RATES, {"1.end": "2억"}, "1.end", "구간의 끝은 앞 구간보다 커야 합니다."),
        (RATES, {"2.end": "5000만"}, "2.end", "구간의 끝은 앞 구간보다 커야 합니다."),
        (RATES, {"1.value": "-1"}, "1.value", "0보다 작은 값은 쓸 수 없습니다."),
        (RATES, {"1.value": "2%"}, "1.value", "지금과 같은 값입니다."),
        (RATES, {"1.end": "1.5"}, "1.end", "숫자로 적어 주세요."),
        (INCOMES, {"2": "3,000,000"}, "2", "지금과 같은 값입니다."),
        (INCOMES, {"beyond": "많이"}, "beyond", "숫자로 적어 주세요."),
        (SHARES, {"veteran": "1/2"}, "veteran", "숫자로 적어 주세요."),
        (SHARES, {"veteran": "1e2"}, "veteran", "숫자로 적어 주세요."),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_read(one, typed, place, message):
    found, faulty = read(one, **typed)

    assert found is None
    assert list(faulty) == [place]
    assert message in faulty[place][0]


@pytest.mark.django_db
def test_only_the_rows_that_were_written_are_kept():
    assert read(INCOMES, **{"2": "310만", "beyond": "95만"}) == (
        {"rows": {"2": "3100000"}, "beyond": "950000"},
        {},
    )
    assert read(SHARES, veteran="60") == ({"rows": {"veteran": "60%"}}, {})
    assert read(INCOMES) == (None, {})


@given(st.integers(0, 10**17), st.integers(0, 10**17))
def test_a_row_becomes_exactly_what_was_written_and_no_other_row_moves(new, beyond):
    found = new_values.content_of(INCOMES, {"rows": {"2": str(new)}, "beyond": str(beyond)}, DAY)

    assert found == Rows({1: 2_000_000, 2: new}, beyond)


@pytest.mark.parametrize("kept", [{}, {"steps": []}, {"steps": [["1", "1%"], [None, "2%"], [None, "3%"]]}])
def test_a_bracket_that_is_none_is_refused(kept):
    with pytest.raises(Refused):
        new_values.content_of(RATES, kept, DAY)


@pytest.mark.parametrize(
    ("typed", "kind", "unit", "kept"),
    [
        ("1억 2,000만 원", "won", "", "120000000"),
        ("1억2천", "won", "", None),
        ("34세", "integer", "세", "34"),
        ("34살", "integer", "세", None),
        ("−5", "integer", "", None),
        ("--5", "integer", "", None),
        ("150 %", "fraction", "%", "150%"),
        ("59.5㎡", "fraction", "㎡", "59.5"),
        ("1_0", "fraction", "", None),
        ("nan", "fraction", "", None),
        ("9" * 19, "won", "", None),
    ],
)
def test_what_people_type_is_read_exactly_or_not_at_all(typed, kind, unit, kept):
    if kept is None:
        with pytest.raises(forms.ValidationError):
            written(typed, kind, unit)
    else:
        assert written(typed, kind, unit) == kept
