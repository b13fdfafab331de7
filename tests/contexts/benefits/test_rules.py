"""The pure decisions: no path loses money or skips a signature; ranks are exact; fees take one reduction."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.benefits.enums import CaseState, Deed, PaymentState, Verdict
from jiphyeon.contexts.benefits.rules import money, verdicts
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.fees.rules import fee_for
from jiphyeon.contexts.programmes.rules.facts import KnownFact, Source, contradictions, deciding, strongest
from jiphyeon.foundation.casework.lifecycle import MACHINE_ALONE, OtherThan
from jiphyeon.foundation.casework.ranking import rank
from jiphyeon.foundation.ui.fact_forms import whole_won
from jiphyeon.kernel import Refused, Rounding, Words

SIGNED = {Deed.SIGN_APPROVAL, Deed.SIGN_REFUSAL}


@given(st.lists(st.sampled_from(list(Deed)), max_size=60))
def test_no_path_reaches_a_decision_without_a_signature_or_the_machines_one_narrow_door(deeds):
    state = CaseState.DRAFT
    for deed in deeds:
        if not CASE.allows(state, deed):
            continue
        reached = CaseState(CASE.deed(deed).leads_to(state))
        if reached is CaseState.REFUSED and state is not CaseState.REFUSED:
            assert (state, deed) == (CaseState.PROPOSED, Deed.SIGN_REFUSAL)
        if reached is CaseState.APPROVED and state not in {CaseState.APPROVED, CaseState.STOPPED}:
            assert (state, deed) in {
                (CaseState.PROPOSED, Deed.SIGN_APPROVAL),
                (CaseState.PREPARED, Deed.DECIDE_BY_MACHINE),
            }
        state = reached


def test_the_machine_never_refuses_and_no_officer_decides_alone():
    for deed in CASE.deeds:
        if deed.target == CaseState.REFUSED:
            assert (deed.may.roles, deed.may.machine, deed.other_than) == (
                {"case_signer"},
                False,
                OtherThan.MATTER,
            )
    assert CASE.deed(Deed.DECIDE_BY_MACHINE).may == MACHINE_ALONE


def test_the_clock_state_and_the_draft_can_always_be_left_by_the_citizen():
    for state in (CaseState.SUBMITTED, CaseState.SUPPLEMENT, CaseState.PREPARED, CaseState.PROPOSED):
        assert CASE.allows(state, Deed.WITHDRAW)
    assert CASE.allows(CaseState.DRAFT, Deed.DISCARD)


def test_what_is_paid_cannot_be_withdrawn():
    for state in (CaseState.APPROVED, CaseState.COMPLETED, CaseState.STOPPED, CaseState.REFUSED):
        assert not CASE.allows(state, Deed.WITHDRAW)


@given(
    amount=st.integers(1, 10**9),
    times=st.integers(1, 60),
    decided=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    day=st.integers(1, 31),
    every=st.sampled_from([1, 12]),
)
def test_a_schedule_promises_every_won_on_distinct_days_none_before_the_decision(
    amount, times, decided, day, every
):
    plan = money.schedule(amount=amount, times=times, decided_on=decided, day=day, every_months=every)

    assert sum(part.amount for part in plan) == amount * times
    assert [part.number for part in plan] == list(range(1, times + 1))
    assert len({part.month for part in plan}) == times
    assert all(part.pays_on >= decided for part in plan)


@given(
    paid=st.integers(0, 10),
    stop=st.dates(date(2023, 12, 1), date(2025, 3, 1)),
    recovered=st.integers(0, 10),
)
def test_stopping_recovering_and_resuming_lose_no_won(paid, stop, recovered):
    plan = money.schedule(amount=200_000, times=10, decided_on=date(2024, 3, 4), day=25)
    states = [PaymentState.PAID if i < paid else PaymentState.PLANNED for i in range(10)]

    stopped = [money.on_stop(s, p.pays_on, stop) for s, p in zip(states, plan, strict=True)]
    returned = [
        PaymentState.RECOVERED if s is PaymentState.OVERPAID and i < recovered else s
        for i, s in enumerate(stopped)
    ]
    resumed = [money.on_resume(s) for s in returned]

    for rows in (states, stopped, returned, resumed):
        assert sum(money.balance([(s, 200_000) for s in rows]).values()) == 2_000_000
    after = money.balance([(s, 200_000) for s in resumed])
    assert {
        after[PaymentState.CANCELLED],
        after[PaymentState.OVERPAID],
        after[PaymentState.RECOVERED],
    } == {0}


def test_a_stop_keeps_what_fell_due_before_it_and_asks_back_what_was_paid_after():
    day = date(2024, 6, 1)

    assert money.on_stop(PaymentState.PLANNED, date(2024, 5, 25), day) is PaymentState.PLANNED
    assert money.on_stop(PaymentState.PAID, date(2024, 5, 25), day) is PaymentState.PAID
    assert money.on_stop(PaymentState.PAID, date(2024, 6, 25), day) is PaymentState.OVERPAID
    assert money.on_stop(PaymentState.PLANNED, date(2024, 6, 25), day) is PaymentState.CANCELLED


def test_the_first_payment_moves_to_the_next_month_once_its_day_has_passed():
    first = {
        on: money.schedule(amount=1, times=1, decided_on=on, day=25)[0].pays_on
        for on in (date(2024, 3, 25), date(2024, 3, 26), date(2024, 12, 31))
    }

    assert list(first.values()) == [date(2024, 3, 25), date(2024, 4, 25), date(2025, 1, 25)]


def test_a_pay_day_past_the_months_end_is_its_last_day():
    assert money.pay_day(date(2024, 2, 1), 31) == date(2024, 2, 29)


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3),
        st.tuples(st.integers(0, 5), st.integers(0, 5)),
        max_size=12,
    ),
    st.integers(0, 12),
)
def test_a_ranking_never_gives_more_places_than_there_are_and_never_prefers_the_less_needy(keys, places):
    result = rank(keys, places)

    within = [p for p in result.order if p.within is True]
    assert len(within) + result.places_left_for_tie <= max(places, 0)
    assert [p.key for p in result.order] == sorted(p.key for p in result.order)
    assert {p.rank for p in result.order if p.case in result.tied_at_the_line} <= {len(within) + 1}
    if len(keys) <= places:
        assert len(within) == len(keys)


def test_a_tie_over_the_last_place_is_named_and_left_to_a_person():
    result = rank({"a": (1,), "b": (2,), "c": (2,), "d": (3,)}, 2)

    assert [(p.case, p.rank, p.within) for p in result.order] == [
        ("a", 1, True), ("b", 2, None), ("c", 2, None), ("d", 4, False),
    ]  # fmt: skip
    assert (result.tied_at_the_line, result.places_left_for_tie) == (("b", "c"), 1)


def test_what_is_unknown_is_not_ranked_as_if_it_were_zero():
    assert rank({"a": (None, 1), "b": (5, 1)}, 1).unranked == ("a",)


@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.CHECK])
def test_only_a_plain_yes_can_do_without_a_signature(verdict):
    assert verdicts.needs_signature(verdict, machine_may_approve=True, judged=False, ranked=False)
    assert not verdicts.needs_signature(Verdict.APPROVE, machine_may_approve=True, judged=False, ranked=False)
    assert verdicts.needs_signature(Verdict.APPROVE, machine_may_approve=True, judged=True, ranked=False)
    assert verdicts.needs_signature(Verdict.APPROVE, machine_may_approve=True, judged=False, ranked=True)


@pytest.mark.parametrize(
    ("verdict", "given_", "code"),
    [
        (Verdict.CHECK, {}, "not_a_verdict"),
        (Verdict.APPROVE, {"prepared": Verdict.REFUSE, "reason": "x"}, "condition_not_met"),
        (
            Verdict.REFUSE,
            {"prepared": Verdict.CHECK, "open_kinds": frozenset({"gate"}), "reason": "x"},
            "fact_missing",
        ),
        (
            Verdict.APPROVE,
            {"prepared": Verdict.CHECK, "open_kinds": frozenset({"gate"}), "reason": "x"},
            "fact_missing",
        ),
        (Verdict.APPROVE, {"ranked": True}, "not_ranked_yet"),
        (Verdict.APPROVE, {"ranked": True, "within_places": False}, "outside_places"),
        (Verdict.REFUSE, {}, "reason_needed"),
    ],
)
def test_what_may_not_be_laid_before_the_signer(verdict, given_, code):
    more = {
        "prepared": Verdict.APPROVE,
        "open_kinds": frozenset(),
        "reason": "",
        "within_places": None,
        "ranked": False,
    }

    with pytest.raises(Refused) as no:
        verdicts.may_propose(verdict, **{**more, **given_})

    assert no.value.code == code


def fact(name, value, source):
    return KnownFact(name, value, source, Words("곳", "place"))


def test_a_citizens_word_decides_only_what_no_register_holds():
    facts = [fact("rent", 1, Source.STATED), fact("landlord", 2, Source.STATED)]

    found = deciding(strongest(facts), {"rent": True, "landlord": False})

    assert set(found) == {"landlord"}


def test_the_officers_check_is_stronger_than_the_holders_answer_and_the_difference_is_shown():
    facts = [fact("rent", 1, Source.STATED), fact("rent", 2, Source.HOLDER), fact("rent", 3, Source.OFFICER)]

    assert strongest(facts)["rent"].value == 3
    assert [(c.name, c.stated, c.held.value) for c in contradictions(facts)] == [("rent", 1, 3)]


@given(
    st.integers(10, 10**6),
    st.dictionaries(st.sampled_from("abcd"), st.fractions(0, 1), min_size=1),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from([True, False, None])),
    st.sampled_from(Rounding),
    st.sampled_from([1, 10, 100]),
)
def test_a_fee_takes_one_reduction_and_is_never_negative(full, rates, held, how, step):
    fee = fee_for(full, held, rates, (how, step))

    assert 0 <= fee.to_pay <= full
    assert fee.off % step == 0 or fee.to_pay == 0
    assert abs(fee.off - full * fee.rate) < step
    assert fee.rate == max((rates[k] for k in rates if held.get(k) is True), default=Fraction(0))
    assert all(held.get(kind) is None for kind in fee.unknown)


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("450,000", 450_000),
        ("45만", 450_000),
        ("1억 2,000만 원", 120_000_000),
        ("3천만", 30_000_000),
        ("0", 0),
        ("12만3400", 123_400),
    ],
)
def test_amounts_are_read_as_people_write_them(text, won):
    assert whole_won(text) == won


@pytest.mark.parametrize("text", ["45.5만", "-3", "약 50만", "백", ""])
def test_amounts_that_are_no_whole_won_are_not_guessed(text):
    with pytest.raises(ValueError):
        whole_won(text)
