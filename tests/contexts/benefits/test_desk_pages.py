"""What the desk offers, and of what it does not, why not; what is unread is counted on both sides."""

import re
from datetime import date

import pytest
from tests.contexts.benefits.conftest import TODAY, says

from jiphyeon.contexts.benefits.actions import calls, handling, paying, signing
from jiphyeon.contexts.benefits.enums import Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import calls as ranks
from jiphyeon.foundation.casework import bulk
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
AFTER_CALL = date(2024, 3, 18)


@pytest.fixture
def on_day(monkeypatch):
    """The city lives on a day."""

    def move(day):
        for place in ("foundation.accounts.middleware", "foundation.clock.now"):
            monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: day)

    move(TODAY)
    return move


@pytest.fixture
def page(client, on_day):
    """Open or press as somebody; return what the page that follows says."""

    def text_at(user, address, **posted):
        client.force_login(user)
        answer = client.post(address, posted, follow=True) if posted else client.get(address)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))

    return text_at


def number_of(key):
    return Case.objects.get(key=key).number


def test_what_nobody_has_read_is_counted_on_both_sides_until_it_is_read(office, run_jobs, page):
    key = office.applies(office.hana)
    run_jobs()
    says(key=key, body="언제 되나요?", by=office.actor(office.hana), on=TODAY)

    assert number_of(key) in page(office.seoyeon, "/benefits/desk/?view=unread")
    assert "1건" in page(office.seoyeon, "/benefits/desk/")
    page(office.garam, f"/benefits/desk/{key}/")  # an auditor reads nothing for the office
    assert number_of(key) in page(office.seoyeon, "/benefits/desk/?view=unread")
    page(office.seoyeon, f"/benefits/desk/{key}/")
    assert number_of(key) not in page(office.seoyeon, "/benefits/desk/?view=unread")

    says(key=key, body="다음 주입니다.", by=office.actor(office.seoyeon), on=TODAY, shared=True)
    assert "읽지 않은 글 1건" in page(office.hana, "/benefits/mine/")
    assert "담당자가 보낸 글 1건을 아직 읽지 않으셨습니다." in page(office.hana, "/my/")
    page(office.hana, f"/benefits/mine/{key}/")
    assert "읽지 않은 글" not in page(office.hana, "/benefits/mine/")


def test_proposing_many_is_previewed_and_each_that_is_left_out_says_why(
    office, run_jobs, client, on_day, page
):
    ready, missing = office.applies(office.hana), office.applies(office.doyun, known={"monthly_rent": None})
    run_jobs()
    Case.objects.filter(key=ready).update(within_places=True, rank=1)
    chosen = {"selected": [number_of(ready), number_of(missing)]}

    shown = page(office.seoyeon, "/benefits/desk/together/propose/", **chosen)
    assert "누르면 1건이 바뀝니다." in shown
    assert "아직 모르는 사실이 있습니다." in shown
    assert "김하나 · 청년 주거임대료 지원" in shown
    assert set(Case.objects.values_list("state", flat=True)) == {"prepared"}

    seal = re.search(
        r'name="seen" value="(\w+)"', client.post("/benefits/desk/together/propose/", chosen).content.decode()
    )[1]
    page(office.seoyeon, "/benefits/desk/together/propose/done/", **chosen, seen=seal)
    assert [Case.objects.get(key=key).state for key in (ready, missing)] == ["proposed", "prepared"]


@pytest.mark.parametrize("where", ["/benefits/desk/together/propose/", "/queues/benefits.cases/assign/"])
def test_a_press_with_nothing_chosen_says_so(office, page, where):
    assert "고른 건이 없습니다." in page(office.seoyeon, where, to="")


def test_what_cannot_be_done_yet_says_why_in_place_of_its_button(office, run_jobs, page, on_day):
    key = office.applies(office.hana)
    run_jobs()
    call = "/benefits/desk/calls/youth-rent/2024-1/"

    assert "다음 날부터 순위를 정할 수 있습니다." in page(office.seoyeon, call)
    assert "이 순서로 정하기" not in page(office.seoyeon, call)
    assert "지원으로 올리기 · 모집 인원이 정해진 지원입니다." in page(
        office.seoyeon, f"/benefits/desk/{key}/"
    )

    on_day(AFTER_CALL)
    assert "이 순서로 정하기" in page(office.seoyeon, call)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=office.actor(office.seoyeon), on=AFTER_CALL)
    assert "지원으로 올리기 a" in page(office.seoyeon, f"/benefits/desk/{key}/")


def test_a_fixed_order_says_when_it_was_fixed_and_asks_again_once_it_has_changed(
    office, run_jobs, page, client, on_day
):
    key = office.applies(office.hana)
    run_jobs()
    on_day(AFTER_CALL)
    call = "/benefits/desk/calls/youth-rent/2024-1/"
    assert "지금의 순위" in page(office.seoyeon, call)

    client.post(call, {"fix": "1"})

    text = page(office.seoyeon, call)
    assert "2024. 3. 18.(월)에 정했습니다" in text
    assert "정한 순위" in text
    assert "결정안을 올리러 가기" in text
    assert "이 순서로 정하기" not in text
    answer = client.get(call, headers={"accept-language": "en"}).content.decode()
    assert "The order as fixed" in answer
    assert ">Place</" in answer
    assert ">Post</" not in answer

    Case.objects.filter(key=key).update(rank=None)
    text = page(office.seoyeon, call)
    assert "에 정한 뒤로 달라졌습니다" in text
    assert "이 순서로 정하기" in text


def test_a_ranking_shows_what_it_ranks_by_and_links_what_keeps_the_call_open(
    office, run_jobs, page, client, on_day
):
    ranked = office.applies(office.hana)
    missing = office.applies(office.doyun, known={"monthly_rent": None})
    run_jobs()
    on_day(AFTER_CALL)
    call = "/benefits/desk/calls/youth-rent/2024-1/"

    text = page(office.seoyeon, call)

    assert "소득이 낮은 순 → 자산이 적은 순 → 월세 부담이 큰 순" in text
    assert f"1 {number_of(ranked)} 김하나 2,450,000원 30,000,000원 450,000원 모집 인원 안" in text
    assert "끝까지 같으면 같은 순위이고" in text
    assert f"{number_of(missing)} 이도윤 담당자 검토 심사 담당자" in text
    answer = client.get(call).content.decode()
    for key in (ranked, missing):
        assert f'<a href="/benefits/desk/{key}/?view=all">{number_of(key)}</a>' in answer
    assert TrailEntry.objects.filter(verb="benefits.call_viewed", person=office.hana.key).count() == 2


def test_a_tie_is_decided_once_the_field_is_complete_and_by_exactly_as_many_as_there_are_places(
    office, run_jobs, client, on_day, page, monkeypatch
):
    monkeypatch.setattr(ranks.programmes, "places_on", lambda *_: 1)
    level = [str(office.applies(user)) for user in (office.hana, office.doyun)]
    run_jobs()
    call = "/benefits/desk/calls/youth-rent/2024-1/"
    chosen = {"tie": "1", "chosen": level[:1], "reason": "같은 조건이어서 먼저 나온 번호로 정했습니다."}
    assert "동점" in page(office.minjae, call)
    assert "이유와 함께 정하기" not in page(office.minjae, call)
    client.post(call, chosen)
    assert set(Case.objects.values_list("within_places", flat=True)) == {None}
    with pytest.raises(Refused) as no:
        calls.decide_tie(
            keys=level[:1], programme="youth-rent", call_id="2024-1", reason="x",
            by=office.actor(office.minjae), on=TODAY,
        )  # fmt: skip
    assert no.value.code == "call_open"

    on_day(AFTER_CALL)
    calls.rank_call(
        programme="youth-rent", call_id="2024-1", by=office.actor(office.seoyeon, AFTER_CALL), on=AFTER_CALL
    )
    for faulty in ({"chosen": []}, {"chosen": level}, {"reason": ""}):
        answer = client.post(call, {**chosen, **faulty})
        assert answer.status_code == 422
        assert "(선택)" not in answer.content.decode()
    client.post(call, chosen)
    assert [Case.objects.get(key=key).within_places for key in level] == [True, False]


def test_a_proposal_names_who_can_sign_it_and_a_hold_who_can_end_it(office, run_jobs, page, on_day):
    on_day(AFTER_CALL)
    key = office.applies(office.hana)
    run_jobs()
    desk = f"/benefits/desk/{key}/"
    assert "누구를 기다리나: 심사 담당자 문소라, 박서연" in page(office.seoyeon, desk)

    Case.objects.filter(key=key).update(within_places=True, rank=1)
    sora, minjae = office.actor(office.sora, AFTER_CALL), office.actor(office.minjae, AFTER_CALL)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=sora, on=AFTER_CALL)
    assert "누구를 기다리나: 결재 담당자 정민재" in page(office.seoyeon, desk)  # not Sora, who proposed it

    signing.sign(key=key, by=minjae, on=AFTER_CALL)
    assert "누구를 기다리나: 자동 처리" in page(office.seoyeon, desk)
    seoyeon = office.actor(office.seoyeon, AFTER_CALL)
    paying.hold_by_officer(key=key, reason="이사하셨다는 연락", by=seoyeon, on=AFTER_CALL)
    assert "누구를 기다리나: 결재 담당자 문소라, 정민재" in page(office.seoyeon, desk)


def test_after_a_press_the_next_case_of_the_list_follows(office, run_jobs, client, on_day):
    on_day(AFTER_CALL)
    first, second = office.applies(office.hana), office.applies(office.doyun)
    run_jobs()
    Case.objects.update(within_places=True, rank=1)
    client.force_login(office.seoyeon)
    version = Case.objects.get(key=first).version

    answer = client.post(
        f"/benefits/desk/{first}/deeds/propose/?view=todo",
        {"way": "approve", "version": version, "then": number_of(second)},
    )

    assert answer["Location"] == f"/benefits/desk/{second}/?view=todo"
    told = client.get(answer["Location"]).content.decode().partition("jip-toast ")[2].partition("</div>")[0]
    done = f'<a href="/benefits/desk/{first}/?view=todo">{number_of(first)} 김하나</a>: 지원으로 올렸습니다.'
    assert done in told
    assert f'<a href="/benefits/desk/{first}/deeds/take_back/?view=todo">거두기</a>' in told


def test_what_is_missing_for_a_press_by_key_is_said_at_its_field(office, run_jobs, client, on_day):
    key = office.applies(office.hana)
    run_jobs()
    client.force_login(office.seoyeon)
    version = Case.objects.get(key=key).version

    answer = client.post(f"/benefits/desk/{key}/deeds/propose/", {"way": "refuse", "version": version})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "reason": ["판단한 이유를 적어 주세요. 신청인에게 그대로 전해집니다."]
    }


def test_many_proposals_are_taken_back_at_once_and_what_was_signed_is_left_out(
    office, run_jobs, page, on_day
):
    on_day(AFTER_CALL)
    one, other = office.applies(office.hana), office.applies(office.doyun)
    run_jobs()
    Case.objects.update(within_places=True, rank=1)
    seoyeon, minjae = office.actor(office.seoyeon, AFTER_CALL), office.actor(office.minjae, AFTER_CALL)
    for key in (one, other):
        handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=AFTER_CALL)
    signing.sign(key=other, by=minjae, on=AFTER_CALL)
    chosen = {"selected": [number_of(one), number_of(other)]}

    assert "누르면 1건이 바뀝니다." in page(office.seoyeon, "/benefits/desk/together/take_back/", **chosen)
    seen = bulk.preview(
        Case.objects.order_by("number"), handling.as_taken_back, by=seoyeon, on=AFTER_CALL
    ).seal
    page(office.seoyeon, "/benefits/desk/together/take_back/done/", **chosen, seen=seen)

    assert [Case.objects.get(key=key).state for key in (one, other)] == ["prepared", "approved"]


def test_a_stale_page_proposes_nothing_and_a_way_must_be_chosen(office, run_jobs, client, on_day):
    key = office.applies(office.hana)
    run_jobs()
    Case.objects.filter(key=key).update(within_places=True, rank=1)
    client.force_login(office.seoyeon)
    where, version = f"/benefits/desk/{key}/deeds/propose/", Case.objects.get(key=key).version

    assert client.post(where, {"version": version}).status_code == 422
    client.post(where, {"way": "approve", "version": version - 1})
    assert Case.objects.get(key=key).state == "prepared"


def test_the_officers_help_draws_how_an_application_goes(office, page):
    assert "결정안 올리기" in page(office.seoyeon, "/benefits/desk/life/")


def test_every_saved_answer_leads_into_a_box_that_is_there(office, run_jobs, client, on_day):
    key = office.applies(office.hana)
    run_jobs()
    client.force_login(office.seoyeon)
    client.post(
        "/benefits/desk/replies/",
        {"title": "계약서", "body": "계약서를 올려 주세요.", "english": "Please upload it."},
    )

    shown = client.get(f"/benefits/desk/{key}/").content.decode()
    boxes = set(re.findall(r'data-(?:english-)?into="([^"]*)"', shown))
    assert boxes == {"say-body", "ask_supplement-comment", "ask_supplement-english"}
    assert [box for box in boxes if f'id="{box}"' not in shown] == []
