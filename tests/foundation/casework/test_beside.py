"""What lies beside a matter: talk with unread counts on both sides, papers that officers open, and many matters at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.foundation.casework.conftest import TODAY
from tests.foundation.casework.example.lifecycle import StallDecided
from tests.foundation.casework.example.models import Stall

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.casework import attachments, bulk, remarks
from jiphyeon.foundation.casework.models import Attachment, AttachmentState
from jiphyeon.foundation.casework.moving import move
from jiphyeon.kernel import Refused, Words

pytestmark = pytest.mark.django_db


def unread(stall):
    return (
        remarks.unread_by_office("stalls", [stall.key]).get(stall.key, 0),
        remarks.unread_by_person("stalls", [stall.key]).get(stall.key, 0),
    )


def test_each_side_sees_how_much_it_has_not_read(market):
    stall = market.applied()
    remarks.say(stall, "언제 되나요?", by=market.hana, on=TODAY)
    remarks.say(stall, "급합니다.", by=market.hana, on=TODAY)
    remarks.say(stall, "이번 주에 답합니다.", by=market.seoyeon, on=TODAY)
    remarks.say(stall, "면적 확인할 것", by=market.seoyeon, on=TODAY, shared=False)
    assert unread(stall) == (2, 1)

    assert remarks.read(stall, by=market.seoyeon) == 2
    assert unread(stall) == (0, 1)

    assert remarks.read(stall, by=market.hana) == 1
    assert unread(stall) == (0, 0)


def test_notes_among_officers_are_not_the_persons(market):
    stall = market.applied()
    remarks.say(stall, "면적 확인할 것", by=market.seoyeon, on=TODAY, shared=False)

    assert [line.body for line in remarks.of(stall, by=market.seoyeon)] == ["면적 확인할 것"]
    assert remarks.of(stall, by=market.hana) == []


@pytest.fixture
def paper(market, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stall = market.applied()
    upload = SimpleUploadedFile("도면.pdf", b"%PDF-1.4 a plan\n%%EOF")
    return stall, attachments.bring(
        stall, upload, title="자리 도면", by=market.hana, on=TODAY, readers=[CASE_OFFICER]
    )


def test_a_paper_opens_for_its_person_and_for_whoever_handles_it(market, paper):
    stall, kept = paper

    assert attachments.open_paper(stall, kept.key, by=market.hana).read() == b"%PDF-1.4 a plan\n%%EOF"
    assert attachments.open_paper(stall, kept.key, by=market.seoyeon).about.name == "도면.pdf"
    with pytest.raises(PermissionDenied):
        attachments.open_paper(stall, kept.key, by=market.minjae)
    with pytest.raises(Attachment.DoesNotExist):
        attachments.open_paper(market.applied(), kept.key, by=market.seoyeon)


def test_a_paper_is_returned_with_words_that_its_person_finds(market, paper):
    stall, kept = paper
    with pytest.raises(Refused) as no:
        attachments.judge(stall, kept.key, accepted=False, words=" ", by=market.seoyeon, on=TODAY)
    assert no.value.code == "reason_needed"

    judged = attachments.judge(
        stall, kept.key, accepted=False, words="흐려서 읽지 못합니다.", by=market.seoyeon, on=TODAY
    )

    assert (judged.state, judged.judged_name) == (AttachmentState.RETURNED, "박서연")
    assert remarks.of(stall, by=market.hana)[-1].body == "자리 도면: 흐려서 읽지 못합니다."
    assert unread(stall) == (0, 1)


def test_papers_are_destroyed_by_a_deed_that_says_how_many(market, paper):
    stall, kept = paper
    stall = market.does(stall, "withdraw", by=market.hana)

    market.does(stall, "purge", by=market.machine)

    assert Attachment.objects.get(key=kept.key).file is None
    with pytest.raises(Attachment.DoesNotExist):
        attachments.open_paper(stall, kept.key, by=market.hana)


def judge(stall):
    return bulk.Judged("grant", Words("자리 줌", "Granted"), amount=10_000)


def act_by(market, on=TODAY):
    def act(stall, judged):
        granted = StallDecided(str(stall.key), granted=True)
        return move(stall, judged.deed, by=market.minjae, on=on, facts={"granted": True}, announce=[granted])

    return act


@pytest.fixture
def three(market):
    """Two proposed, and one that is not."""
    stalls = [market.applied(), market.applied(market.doyun), market.applied()]
    for stall in stalls[:2]:
        market.does(stall, "propose", by=market.seoyeon)
    return [stall.key for stall in stalls]


def shown(market, keys):
    return bulk.preview(
        Stall.objects.filter(key__in=keys).order_by("number"), judge, by=market.minjae, on=TODAY
    )


def test_a_preview_says_what_happens_to_each_and_why_to_some_nothing(market, three):
    preview = shown(market, three)

    assert [line.is_ready for line in preview.lines] == [True, True, False]
    assert preview.left_out[0].obstacle.code == "not_from_here"
    assert preview.totals == (bulk.Total(Words("자리 줌", "Granted"), 2, 20_000),)
    assert Stall.objects.filter(state="granted").count() == 0


def test_what_was_shown_is_done_and_nothing_else(market, three):
    preview = shown(market, three)

    bulk.carry_out(
        Stall, three, seen=preview.seal, judge=judge, act=act_by(market), by=market.minjae, on=TODAY
    )

    assert list(Stall.objects.order_by("number").values_list("state", flat=True)) == [
        "granted",
        "granted",
        "received",
    ]


def test_nothing_is_done_where_one_thing_changed_since_it_was_seen(market, three):
    preview = shown(market, three)
    market.does(Stall.objects.get(key=three[2]), "propose", by=market.seoyeon)

    with pytest.raises(Refused) as no:
        bulk.carry_out(
            Stall, three, seen=preview.seal, judge=judge, act=act_by(market), by=market.minjae, on=TODAY
        )

    assert no.value.code == "changed_since_preview"
    assert Stall.objects.filter(state="granted").count() == 0


def test_a_preview_is_sealed_for_whoever_saw_it(market, three):
    seen = shown(market, three).seal

    with pytest.raises(Refused):
        bulk.carry_out(Stall, three, seen=seen, judge=judge, act=act_by(market), by=market.sora, on=TODAY)
