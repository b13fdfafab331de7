"""The main job from end to end, through the real actions: apply, prepare, propose, sign, pay."""

from datetime import date

from jiphyeon.contexts.benefits.actions import calls, handling, paying, signing
from jiphyeon.contexts.benefits.enums import CaseState, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Payment
from jiphyeon.contexts.benefits.queries import figures
from jiphyeon.foundation.ledger.kinds import called
from jiphyeon.foundation.ledger.models import Entry as LedgerEntry
from jiphyeon.foundation.queues import work

AFTER_CALL = date(2024, 3, 18)


def granted(office, run_jobs, user):
    key = office.applies(user)
    run_jobs()
    seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=AFTER_CALL)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=AFTER_CALL)
    signing.sign(key=key, by=minjae, on=AFTER_CALL)
    run_jobs()
    return key


def test_a_due_application_is_granted_and_paid_to_the_won(office, run_jobs, case):
    key = granted(office, run_jobs, office.hana)

    for number, month in enumerate(range(3, 13), start=1):
        assert paying.pay(key=key, number=number, on=date(2024, month, 25))

    payments = Payment.objects.filter(case__key=key)
    assert [p.amount for p in payments] == [200_000] * 10
    assert {p.state for p in payments} == {PaymentState.PAID}
    assert payments[0].pays_on == date(2024, 3, 25)
    assert case(key).state == CaseState.COMPLETED


def test_paying_twice_pays_once(office, run_jobs):
    key = granted(office, run_jobs, office.hana)

    first = paying.pay(key=key, number=1, on=date(2024, 3, 25))
    second = paying.pay(key=key, number=1, on=date(2024, 3, 26))

    assert (first, second) == (True, False)
    assert Payment.objects.filter(case__key=key, state=PaymentState.PAID).count() == 1


def test_a_figure_of_an_earlier_day_counts_only_what_had_happened_by_then(office, run_jobs):
    granted(office, run_jobs, office.hana)

    before = figures.of_programme("youth-rent", date(2024, 3, 17))
    after = figures.of_programme("youth-rent", AFTER_CALL)

    assert (before["applied"], before["granted"], before["promised"]) == (1, 0, 0)
    assert (after["applied"], after["granted"], after["promised"]) == (1, 1, 2_000_000)


def test_every_deed_in_the_log_has_words_of_its_own(office, run_jobs):
    granted(office, run_jobs, office.hana)

    kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    unnamed = {kind for kind in kinds if kind.startswith("benefits.") and called(kind).ko == kind}
    assert unnamed == set()
    assert "benefits.decided" in kinds


def test_what_is_proposed_waits_for_whoever_signs_and_for_nobody_else(office, run_jobs):
    key = office.applies(office.hana)
    run_jobs()
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=office.actor(office.seoyeon), on=AFTER_CALL)
    waits = {name: [] for name in ("seoyeon", "minjae", "garam")}

    def look():
        for name, seen in waits.items():
            works = work.of_officer(office.actor(getattr(office, name), on=AFTER_CALL), AFTER_CALL)
            found = next(one for one in works if one.name == "benefits-cases")
            seen.append((len(found.lines), [count for _word, _url, count in found.doors]))

    look()
    handling.propose(
        key=key, verdict=Verdict.APPROVE, reason="", by=office.actor(office.seoyeon), on=AFTER_CALL
    )
    look()

    assert [lines for lines, _doors in waits["seoyeon"]] == [1, 0]
    assert [lines for lines, _doors in waits["minjae"]] == [0, 1]
    assert waits["garam"] == [(0, []), (0, [])]
