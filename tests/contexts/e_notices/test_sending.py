"""A sending from the file to the day everybody is served: by phone, by paper in time, by public notice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.contexts.e_notices.conftest import PRINTER, SENDER

from jiphyeon.contexts.e_notices.actions import drafting, following
from jiphyeon.contexts.e_notices.enums import Reason, Stage, Step, Way
from jiphyeon.contexts.e_notices.models import Notice, Sending
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger import rows as ledger_rows
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.models import Message
from jiphyeon.foundation.printing import runs
from jiphyeon.foundation.printing.enums import Reason as PostReason
from jiphyeon.foundation.printing.models import Letter
from jiphyeon.foundation.printing.runs import PostResult
from jiphyeon.kernel import Refused


def problems():
    book = ledger_rows.compare()
    return [words.en for words in book.problems + book.unchecked]


def test_a_file_begins_a_sending_that_nobody_was_told_of(office):
    sending = office.begun()

    assert (sending.stage, sending.addressees) == (Stage.DRAFT, 4)
    assert set(office.steps().values()) == {Step.DRAFTED}
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("P-9,김하나,보기로 1,30101,hana,,2024-02-20,보람동 앞,12가3456,공짜", "과태료"),
        ("P-9,김하나,보기로 1,301,hana,,2024-02-20,보람동 앞,12가3456,40000", "우편"),
        (
            "P-9,김하나 900101-1234568,보기로 1,30101,hana,,2024-02-20,보람동 앞,12가3456,40000",
            "주민등록번호",
        ),
        ("P-9,김하나,보기로 1,30101,9001011234568,,2024-02-20,보람동 앞,12가3456,40000", "주민등록번호"),
        ("P-9,김하나,보기로 1,30101,하나,,2024-02-20,보람동 앞,12가3456,40000", "식별값"),
        ("P-1,김하나,보기로 1,30101,hana,,2024-02-20,보람동 앞,12가3456,40000", "P-1"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_taken(office, row, said):
    from tests.contexts.e_notices.conftest import ROWS

    client, where, refused = office.hand_in([*ROWS, row])

    assert said in (client.get(where).content.decode() if where else refused)
    if where:
        client.post(f"{where}take/")
    assert not Sending.objects.exists()


def test_whoever_prepared_it_does_not_approve_it(office):
    sending = office.proposed()

    with pytest.raises(Refused):
        drafting.approve(key=sending.key, seen=sending.version, by=office.actor(SENDER), on=office.today)


def test_what_is_approved_goes_to_the_phone_or_on_paper_at_once(office):
    office.approved()

    assert office.steps() == {1: Step.BATCHED, 2: Step.BATCHED, 3: Step.PAPER, 4: Step.BATCHED}
    assert Message.objects.filter(channel=Channel.RELAY).count() == 3
    assert Message.objects.filter(channel=Channel.PAPER).count() == 1
    assert problems() == []


def test_whoever_opens_is_served_and_whoever_cannot_be_reached_gets_paper(office):
    office.sent()
    hana, doyun, _firm, other = Notice.objects.order_by("line")
    office.relay("matched", hana, doyun)
    office.relay("not_member", other)
    office.relay("delivered", hana, doyun)
    office.relay("opened", hana)

    assert office.steps() == {1: Step.SERVED, 2: Step.DELIVERED, 3: Step.PAPER, 4: Step.PAPER}
    hana.refresh_from_db()
    assert (hana.way, hana.served_on) == (Way.PHONE, office.today)
    assert problems() == []


def test_told_fifty_times_and_out_of_order_it_is_recorded_once(office):
    office.sent()
    hana = office.notice(1)
    office.relay("opened", hana)
    for _ in range(50):
        office.relay("opened", hana)
    office.relay("delivered", hana)
    office.relay("matched", hana)

    assert office.notice(1).step is Step.SERVED
    assert office.notice(1).history.filter(deed="open").count() == 1
    assert problems() == []


def test_the_unread_turn_to_paper_on_their_day_and_not_the_day_before(office):
    office.sent()
    office.day(3)
    assert office.steps()[2] is Step.DISPATCHED

    office.day(4)

    assert office.steps() == dict.fromkeys([1, 2, 3, 4], Step.PAPER)
    assert Message.objects.filter(channel=Channel.PAPER).count() == 4
    assert problems() == []


def test_a_letter_that_arrives_serves_and_the_days_to_answer_are_never_fewer(office):
    office.approved()
    firm = office.notice(3)
    office.posted()
    assert office.notice(3).step is Step.POSTED

    office.heard_of(firm)

    firm = office.notice(3)
    assert (firm.step, firm.way) == (Step.PAPER_SERVED, Way.PAPER)
    assert firm.respond_by >= firm.served_on + timedelta(days=10)
    assert problems() == []


def test_a_letter_that_comes_back_is_looked_into_sent_again_or_published(office):
    sending = office.approved()
    firm = office.notice(3)
    office.posted()
    office.heard_of(firm, reason=PostReason.ABSENT)
    by, on = office.actor(SENDER), office.today

    def do(act, **more):
        row = office.notice(3)
        act(key=row.key, seen=row.version, by=by, on=on, **more)
        return office.notice(3)

    assert office.notice(3).step is Step.RETURNED
    move(office.notice(3), "check", by=by, on=on)
    before = office.notice(3).document
    row = do(following.resend, postal="보기상사\n새로 9\n30199", comment="등기를 떼어 보았습니다.")
    office.run_jobs()
    assert row.document != before
    assert Message.objects.filter(owner_key=f"paper:{row.key}").count() == 2
    office.posted()
    do(following.came_back, why=Reason.ABSENT, comment="")
    move(office.notice(3), "check", by=by, on=on)
    do(following.publish, comment="등기와 전화로 찾았으나 없었습니다. 시 게시판에 공고.")

    office.day(14)
    assert office.notice(3).step is Step.PUBLIC_NOTICE
    office.day(15)
    row = office.notice(3)
    assert (row.step, row.way) == (Step.PUBLICLY_SERVED, Way.PUBLIC)
    assert row.respond_by >= row.served_on + timedelta(days=10)
    assert office.fresh(sending).stage is Stage.GOING or office.fresh(sending).stage is Stage.DONE
    assert problems() == []


def test_what_the_post_says_of_an_earlier_letter_serves_nobody(office):
    office.approved()
    office.posted()
    first = Letter.objects.select_related("run").get(owner_key=f"paper:{office.notice(3).key}")
    by, on = office.actor(SENDER), office.today
    row = office.notice(3)
    following.came_back(key=row.key, why=Reason.ABSENT, comment="", seen=row.version, by=by, on=on)
    move(office.notice(3), "check", by=by, on=on)
    row = office.notice(3)
    following.resend(
        key=row.key, postal="보기상사\n새로 9\n30199", comment="새 주소", seen=row.version, by=by, on=on
    )
    office.run_jobs()
    office.posted()

    runs.note_results([PostResult(first.number, on)], by=office.actor(PRINTER), on=on)
    office.run_jobs()

    assert office.notice(3).step is Step.POSTED


def test_an_opinion_is_taken_until_the_last_day_and_answered_by_an_officer(office):
    from jiphyeon.contexts.e_notices.actions.hearing import OPENER

    office.sent()
    office.relay("opened", office.notice(1), office.notice(2))
    following.give_opinion(key=office.notice(1).key, words="구급차였습니다.", by=OPENER, on=office.today)
    late = office.notice(2).respond_by + timedelta(days=1)
    with pytest.raises(Refused):
        following.give_opinion(key=office.notice(2).key, words="늦게", by=OPENER, on=late)

    move(
        office.notice(1),
        "waive",
        by=office.actor(SENDER),
        on=office.today,
        comment="출동 기록을 확인했습니다.",
    )

    assert office.notice(1).step is Step.WAIVED
    assert problems() == []


def test_the_days_to_answer_end_for_whoever_neither_paid_nor_answered(office):
    office.sent()
    office.relay("opened", office.notice(1))
    last = (office.notice(1).respond_by - office.today).days

    office.day(last)
    assert office.notice(1).step is Step.SERVED
    office.day(last + 1)
    assert office.notice(1).step is Step.OVERDUE


def test_a_sending_waits_for_its_hour(office):
    office.approved(not_before=now() + timedelta(hours=2))

    assert set(office.steps().values()) == {Step.DRAFTED}


def test_paused_nothing_more_goes_and_cancelled_what_has_not_gone_stays(office):
    from jiphyeon.contexts.e_notices.actions import steering

    sending = office.approved()
    by, on = office.actor(SENDER), office.today
    steering.pause(key=sending.key, reason="문구 확인", seen=sending.version, by=by, on=on)
    assert office.hand_over(Channel.RELAY).given == []

    sending = office.fresh(sending)
    steering.cancel(key=sending.key, reason="잘못된 파일", seen=sending.version, by=by, on=on)
    office.run_jobs()

    assert set(office.steps().values()) == {Step.CANCELLED}
    assert office.hand_over(Channel.RELAY).given == []
    assert problems() == []


def test_resumed_it_goes_on(office):
    from jiphyeon.contexts.e_notices.actions import steering

    sending = office.approved()
    by, on = office.actor(SENDER), office.today
    steering.pause(key=sending.key, reason="문구 확인", seen=sending.version, by=by, on=on)
    steering.resume(key=sending.key, seen=office.fresh(sending).version, by=by, on=on)
    office.run_jobs()

    assert len(office.hand_over(Channel.RELAY).given) == 3


def test_it_is_refused_when_paper_could_no_longer_be_in_time(office):
    sending = office.begun()

    with pytest.raises(Refused):
        office.written(sending, respond_by=office.respond_by - timedelta(days=14))


def test_moments_are_kept_as_the_channel_told_them(office):
    office.sent()
    office.relay("opened", office.notice(1))

    row = office.notice(1)
    assert timezone.is_aware(row.opened_at)
    assert row.history.get(deed="open").at == row.opened_at
