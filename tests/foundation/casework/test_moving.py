"""Every move leaves its history, its leaf and its notice, or the reason why there is none; a refused one leaves nothing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.foundation.casework.conftest import TODAY, more_for
from tests.foundation.casework.example.lifecycle import STALL
from tests.foundation.casework.example.models import Stall

from jiphyeon.foundation.casework import clock, objections, supplements
from jiphyeon.foundation.casework.lifecycle import Records, Tells
from jiphyeon.foundation.casework.models import HistoryLine, NumberSeries
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.casework.permissions import names_the_actor, obstacle
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.notices.models import Notice
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db


def counts():
    return HistoryLine.objects.count(), Entry.objects.count(), Notice.objects.count(), Job.objects.count()


def test_a_deed_leaves_its_line_its_leaf_and_its_notice(market):
    stall = market.applied()

    line = HistoryLine.objects.of(stall).last()
    leaf = Entry.objects.get(kind="stalls.submitted")
    notice = Notice.objects.get(to=market.hana.user)
    assert (line.deed, line.before, line.after, line.by, line.by_name, line.on) == (
        "submit", "draft", "received", market.hana.user, "김하나", TODAY,
    )  # fmt: skip
    assert line.leaf == leaf.leaf_hash
    facts = leaf.sealed["facts"]
    assert {name: facts[name] for name in ("case", "person", "place", "on")} == {
        "case": str(stall.key), "person": str(market.hana.user), "place": "조치원시장 3번", "on": "2024-03-04",
    }  # fmt: skip
    assert {name: facts[name] for name in ("line.deed", "line.before", "line.after", "line.by_name")} == {
        "line.deed": "submit", "line.before": "draft", "line.after": "received", "line.by_name": "김하나",
    }  # fmt: skip
    assert (facts["case.state"], facts["case.due_on"]) == ("received", "2024-03-21")
    assert (notice.wording.code, notice.link) == ("stall-received", f"/stalls/mine/{stall.key}/")
    assert stall.number == "2024-000001"
    assert stall.due_on == date(2024, 3, 21)  # 14 open days, the first one counted


def test_a_deed_that_stays_inside_leaves_its_line_and_its_leaf_and_no_notice(market):
    stall = market.applied()
    lines, leaves, notices, _ = counts()

    market.does(stall, "propose", by=market.seoyeon)

    assert counts()[:3] == (lines + 1, leaves + 1, notices)
    line = HistoryLine.objects.of(stall).last()
    assert Entry.objects.get(kind="stalls.propose").leaf_hash == line.leaf
    assert not line.shown


def test_what_was_never_sent_leaves_nothing_that_anybody_else_could_find(market):
    market.does(market.draft(), "discard", by=market.hana)

    assert counts()[:3] == (2, 0, 0)


def test_nothing_is_left_of_a_deed_whose_notice_cannot_be_sent(market):
    from jiphyeon.foundation.notices.models import TemplateVersion

    stall = market.draft()
    TemplateVersion.objects.filter(code="stall-received").delete()
    before = counts()

    with pytest.raises(Refused):
        market.does(stall, "submit", by=market.hana)

    assert counts() == before
    assert Stall.objects.get(key=stall.key).state == "draft"
    assert not NumberSeries.objects.exists()


def test_a_row_read_before_another_deed_is_refused(market):
    stall = market.applied()
    stale = Stall.objects.get(key=stall.key)
    market.does(stall, "propose", by=market.seoyeon)

    with pytest.raises(Refused) as no:
        move(stale, "propose", by=market.seoyeon, on=TODAY)

    assert no.value.code == "changed_since_seen"


def test_a_page_seen_before_another_deed_is_refused(market):
    stall = market.applied()
    market.does(stall, "take", by=market.seoyeon)

    with pytest.raises(Refused) as no:
        hold(Stall, stall.key, "propose", by=market.seoyeon, seen=stall.version)

    assert no.value.code == "changed_since_seen"


@pytest.mark.parametrize(
    ("who", "deed", "code"),
    [
        ("seoyeon", "grant", "not_from_here"),
        ("minjae", "propose", "not_your_duty"),
        ("garam", "propose", "not_your_duty"),
        ("hana", "propose", "not_your_duty"),
        ("seoyeon", "withdraw", "not_your_duty"),
    ],
)
def test_whoever_may_not_is_refused_with_the_reason(market, who, deed, code):
    stall = market.applied()
    by = market.sora if code == "not_from_here" else getattr(market, who)

    assert obstacle(stall, deed, by).code == code


def test_for_a_stranger_there_is_no_such_matter(market):
    stall = market.applied()

    with pytest.raises(Stall.DoesNotExist):
        hold(Stall, stall.key, "withdraw", by=market.doyun)


def test_an_officer_never_handles_their_own_matter(market):
    stall = market.applied(market.seoyeon)

    assert obstacle(stall, "propose", market.seoyeon).code == "own_case"
    assert obstacle(stall, "withdraw", market.seoyeon) is None


def test_whoever_had_a_hand_in_a_proposal_does_not_sign_it(market):
    stall = market.does(market.applied(), "propose", by=market.sora)

    no = obstacle(stall, "grant", market.sora)

    assert no.code == "second_person_needed"
    assert "결정안을 올렸습니다" in no.text("ko")
    assert obstacle(stall, "grant", market.minjae) is None


def test_words_that_are_needed_are_asked_for(market):
    stall = market.does(market.applied(), "propose", by=market.seoyeon)

    with pytest.raises(Refused) as no:
        market.does(stall, "send_back", by=market.minjae, comment="  ")

    assert no.value.text("ko") == "‘담당자에게 할 말’을 적어 주세요."


def test_the_signer_sends_a_proposal_back_with_words_for_the_officer(market):
    stall = market.does(market.applied(), "propose", by=market.seoyeon)

    back = market.does(stall, "send_back", by=market.minjae, comment="면적을 다시 재 주세요.")

    assert back.state == "received"
    assert HistoryLine.objects.of(back).last().comment == "면적을 다시 재 주세요."
    again = market.does(back, "propose", by=market.seoyeon)
    assert market.does(again, "grant", by=market.minjae).state == "granted"


def test_whoever_only_took_a_matter_may_sign_it(market):
    stall = market.does(market.applied(), "take", by=market.sora)

    assert obstacle(market.does(stall, "propose", by=market.seoyeon), "grant", market.sora) is None


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        ("grant", {"facts": {}}),
        ("grant", {"announce": []}),
        ("grant", {"tell": {"stall-refused": {}}}),
        ("propose", {"tell": {"stall-granted": {}}}),
    ],
)
def test_less_or_other_things_than_the_table_says_are_a_mistake(market, deed, given):
    stall = market.applied()
    if deed == "grant":
        stall = market.does(stall, "propose", by=market.seoyeon)

    with pytest.raises(ValueError, match=deed):
        market.does(stall, deed, by=market.minjae if deed == "grant" else market.seoyeon, **given)


def test_the_database_itself_refuses_a_state_that_no_table_has(market):
    stall = market.applied()

    with pytest.raises(IntegrityError), transaction.atomic():
        Stall.objects.filter(key=stall.key).update(state="anywhere")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stall.objects.filter(key=stall.key).update(number=None)


def test_numbers_count_from_one_in_every_year(market):
    first, second = market.applied(), market.applied()
    later = market.applied(on=date(2025, 1, 2))

    assert [first.number, second.number, later.number] == ["2024-000001", "2024-000002", "2025-000001"]


def test_the_clock_stands_still_while_a_supplement_is_waited_for(market):
    stall = market.applied()
    market.does(stall, "ask_supplement", by=market.seoyeon, on=date(2024, 3, 5))
    assert clock.is_stopped(stall)
    supplied = market.does(stall, "supply", by=market.hana, on=date(2024, 3, 7))

    assert not clock.is_stopped(stall)
    assert supplied.due_on == date(2024, 3, 26)  # three open days later than 21 March
    assert supplements.waiting(stall) is None


def test_a_term_is_lengthened_once_and_stops_count_on_after_it(market):
    stall = market.applied()
    longer = market.does(stall, "lengthen", by=market.seoyeon, on=date(2024, 3, 6))
    assert longer.due_on == date(2024, 4, 11)  # 14 open days after 21 March; 10 April is an election day

    with pytest.raises(Refused) as no:
        market.does(stall, "lengthen", by=market.seoyeon, on=date(2024, 3, 7))
    assert no.value.code == "already_extended"

    market.does(stall, "ask_supplement", by=market.seoyeon, on=date(2024, 3, 25))
    supplied = market.does(stall, "supply", by=market.hana, on=date(2024, 3, 26))
    assert supplied.due_on == date(2024, 4, 15)


def test_a_supplement_that_never_came_ends_the_matter_the_day_after(market):
    stall = market.does(market.applied(), "ask_supplement", by=market.seoyeon)
    last = supplements.waiting(stall).due_on

    with pytest.raises(Refused) as no:
        market.does(stall, "return", by=market.seoyeon, on=last)
    assert no.value.code == "supplement_not_due"

    returned = market.does(stall, "return", by=market.seoyeon, on=last + timedelta(days=1))
    assert returned.state == "returned"
    assert supplements.waiting(stall) is None


def refused(market):
    stall = market.does(market.applied(), "propose", by=market.seoyeon)
    return market.does(stall, "refuse", by=market.minjae)


def test_an_objection_is_answered_by_somebody_who_had_no_hand_in_the_decision(market):
    stall = refused(market)
    assert stall.object_until() == date(2024, 4, 3)
    stall = market.does(stall, "object", by=market.hana, on=date(2024, 4, 3), comment="면적이 다릅니다.")
    assert objections.waiting(stall).due_on == date(2024, 4, 17)

    assert obstacle(stall, "reopen", market.minjae).code == "second_person_needed"
    stall = market.does(stall, "extend", by=market.sora, on=date(2024, 4, 4), until=date(2024, 4, 22))
    with pytest.raises(Refused) as no:
        market.does(stall, "extend", by=market.sora, on=date(2024, 4, 5), until=date(2024, 4, 23))
    assert no.value.code == "already_extended"

    reopened = market.does(stall, "reopen", by=market.sora, on=date(2024, 4, 5), comment="다시 보겠습니다.")
    assert reopened.state == "received"
    assert objections.waiting(stall) is None


def test_an_objection_a_day_late_is_refused(market):
    stall = refused(market)

    with pytest.raises(Refused) as no:
        market.does(stall, "object", by=market.hana, on=date(2024, 4, 4))

    assert no.value.code == "objection_late"


def test_no_answer_without_an_objection(market):
    assert obstacle(refused(market), "dismiss", market.sora).code == "no_objection"


def test_taking_a_matter_over_puts_it_on_ones_own_desk(market):
    stall = market.does(market.applied(), "take", by=market.seoyeon)

    assert market.does(stall, "take", by=market.sora).assigned_to == market.sora.user
    assert [line.by_name for line in HistoryLine.objects.of(stall)][-2:] == ["박서연", "문소라"]


def test_one_decision_is_objected_to_once_and_a_new_one_anew(market):
    stall = market.does(refused(market), "object", by=market.hana)
    stall = market.does(stall, "dismiss", by=market.sora)

    assert objections.was_dismissed(stall)
    with pytest.raises(Refused) as no:
        market.does(stall, "object", by=market.hana)
    assert no.value.code == "objection_answered"

    other = market.does(refused(market), "object", by=market.hana)
    other = market.does(other, "reopen", by=market.sora)
    other = market.does(market.does(other, "propose", by=market.seoyeon), "refuse", by=market.minjae)

    assert objections.waiting(market.does(other, "object", by=market.hana)) is not None


def test_the_rows_of_a_lifecycle_are_held_against_their_leaves(market):
    stall = refused(market)
    stall = market.does(stall, "object", by=market.hana)
    market.does(stall, "dismiss", by=market.sora)
    assert rows.compare().problems == []

    Stall.objects.filter(key=stall.key).update(state="granted")
    HistoryLine.objects.of(stall).filter(deed="submit").update(leaf="")

    problems = " ".join(words.en for words in rows.compare().problems)
    assert "do not lead to its present state" in problems
    assert "(Stall application received, 2024-03-04) is gone from the database" in problems
    assert "the history (submit) of stall application 2024-000001: there is no leaf of this row" in problems
    assert "stall application 2024-000001: case.state is not what was recorded" in problems


DEEDS = [str(deed.code) for deed in STALL.deeds if deed.source != ("",)]
PEOPLE = ["hana", "doyun", "seoyeon", "minjae", "sora", "garam", "machine"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    walk=st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PEOPLE), st.integers(0, 12)), max_size=25)
)
def test_whatever_is_tried_a_deed_leaves_all_of_its_traces_or_none(market, walk):
    with transaction.atomic():
        stall, on = market.draft(), TODAY
        for code, who, days in walk:
            on += timedelta(days=days)
            by, deed = getattr(market, who), STALL.deed(code)
            kept, before = Stall.objects.get(key=stall.key), counts()
            try:
                with transaction.atomic():
                    stall = market.does(kept, code, by=by, on=on)
            except (Refused, Stall.DoesNotExist):
                assert counts() == before
                assert Stall.objects.filter(key=kept.key, state=kept.state, version=kept.version).exists()
                continue
            assert names_the_actor(kept, deed, by)
            assert kept.state in deed.source
            assert stall.state == deed.leads_to(kept.state)
            assert stall.version == kept.version + 1
            lines, leaves, notices, _ = counts()
            assert lines == before[0] + 1
            given = isinstance(deed.tells, Tells)
            assert notices == before[2] + given
            assert (
                leaves == before[1] + isinstance(deed.records, Records) + given
            )  # a notice has a leaf of its own
            line = HistoryLine.objects.of(stall).last()
            assert bool(line.leaf) is isinstance(deed.records, Records)
        book = rows.compare()
        assert (book.problems, book.unchecked) == ([], [])
        transaction.set_rollback(True)


def test_the_example_is_given_what_each_deed_wants():
    assert {deed for deed in DEEDS if more_for(Stall(), deed, TODAY)} >= {"ask_supplement", "grant", "refuse"}
