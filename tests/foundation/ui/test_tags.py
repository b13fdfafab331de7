"""Every tag: what it writes, and that it lets nothing through."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Bars, Lines, Series, Spark, StackedBars, TownMap
from jiphyeon.foundation.ui.steps import Stepper
from jiphyeon.foundation.ui.tabs import Tab, Tabs

WICKED = "<script>alert('x')</script>"


def render(source: str, **values: object) -> str:
    template = engines["django"].from_string("{% load ui %}" + source)
    return template.render(values, RequestFactory().get("/list/?q=a&page=2"))


def test_a_badge_is_a_shape_and_a_word():
    html = render("{% badge one %}", one=Badge("지급 결정", "good"))

    assert html.startswith(
        '<span class="jip-badge jip-good"><svg class="jip-shape" viewBox="0 0 16 16" aria-hidden'
    )
    assert html.endswith("</svg>지급 결정</span>")


def test_money_and_days_as_tags():
    html = render("{% won 1200000 %}|{% won_words 120000000 %}|{% day d %}", d=date(2024, 3, 2))

    assert html == (
        '<span class="jip-figure">1,200,000원</span>|1억 2,000만 원|'
        '<time datetime="2024-03-02">2024. 3. 2.(토)</time>'
    )


def test_steps_say_where_one_stands():
    html = render("{% stepper steps %}", steps=Stepper(["사실", "동의", "접수증"], current=2))

    assert '<p class="jip-steps-count">3단계 중 2단계</p>' in html
    assert html.count('aria-current="step"') == 1
    assert '<li class="jip-step-now" aria-current="step">' in html
    assert '<span class="jip-unseen">1. 마침: </span>사실' in html


def test_all_steps_done_has_no_step_now():
    html = render("{% stepper steps %}", steps=Stepper(["사실", "동의"], current=3))

    assert "aria-current" not in html
    assert html.count("jip-step-done") == 2


def test_tabs_are_links_and_one_is_the_page():
    html = render(
        "{% tabs tabs %}",
        tabs=Tabs([Tab("모두", "?v=all", current=True, count=1042), Tab("내 일", "?v=me")], "보기"),
    )

    assert html == (
        '<nav class="jip-tabs" aria-label="보기"><ul><li><a href="?v=all" aria-current="page">모두'
        '<span class="jip-count">1,042</span></a></li><li><a href="?v=me">내 일</a></li></ul></nav>'
    )


def test_pages_keep_the_question():
    html = render("{% pages page %}", page=Paginator(range(120), 50).page(2))

    assert '<a href="?q=a&amp;page=1">1</a>' in html
    assert 'aria-current="page">2</a>' in html
    assert 'rel="next" href="?q=a&amp;page=3"' in html


def test_one_page_needs_no_pages():
    assert render("{% pages page %}", page=Paginator(range(3), 50).page(1)) == ""


def test_facts_show_the_unknown_as_a_dash():
    html = render("{% facts pairs %}", pairs=[("월세", 450_000), ("확정일자", None)])

    assert html == (
        '<dl class="jip-facts"><div><dt>월세</dt><dd>450000</dd></div><div><dt>확정일자</dt><dd>–</dd></div></dl>'
    )


def test_progress_says_what_its_bar_shows():
    html = render('{% progress 3 12 "지급한 달" %}')

    assert '<progress value="3" max="12" aria-label="지급한 달">12 가운데 3</progress>' in html


def test_a_modal_waits_for_the_end_of_the_page():
    html = render(
        '<div id="wrap">{% modal "papers" "준비할 것" %}<p>{{ word }}</p>{% endmodal %}</div>{% modals %}',
        word=WICKED,
    )

    before, _, after = html.partition("</div>")
    assert before == '<div id="wrap">'
    assert after.startswith('<dialog class="jip-modal" id="papers" aria-labelledby="papers-title">')
    assert "<p>&lt;script&gt;" in after


def test_crumbs_lead_home_and_end_here():
    html = render('{% crumbs "계획" "/plans/" "주거" %}')

    assert html == (
        '<nav class="jip-crumbs" aria-label="지금 위치"><ol><li><a href="/">처음</a></li>'
        '<li><a href="/plans/">계획</a></li><li aria-current="page">주거</li></ol></nav>'
    )


class Application(forms.Form):
    name = forms.CharField(label="이름", help_text="등록된 대로")
    town = forms.ChoiceField(label="사는 곳?", choices=[("", "고르기"), ("a", WICKED)])
    kind = forms.ChoiceField(label="집", choices=[("lease", "월세")], widget=forms.RadioSelect)
    paper = forms.FileField(label="계약서", required=False)
    agreed = forms.BooleanField(label="맞습니다")


def test_a_fresh_form_has_no_summary_and_marks_only_what_may_be_left_out():
    html = render("{% form form %}", form=Application())

    assert "jip-errors" not in html
    assert html.count("(선택)") == 1
    assert 'aria-describedby="id_name-hint"' in html
    assert "<script" not in html


def test_errors_stand_beside_the_field_and_in_a_summary_that_takes_the_focus():
    html = render("{% form form %}", form=Application({"name": ""}))

    assert 'role="alert" tabindex="-1" autofocus data-takes-focus' in html
    assert "4곳을 고쳐 주세요" in html
    assert '<a href="#id_town">사는 곳: ' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert (
        'id="id_kind" value="lease" required aria-invalid="true"' in html
        or 'id="id_kind" value="lease" aria-invalid="true"' in html
    )


def test_what_was_typed_wrongly_comes_back_escaped():
    html = render("{% field form.name %}", form=Application({"name": WICKED}))

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_required_in_our_voice():
    with override("ko"):
        korean = Application({}).errors["name"][0]
    with override("en"):
        english = Application({}).errors["name"][0]

    assert korean == "이 칸을 채워 주세요."
    assert english == "Please fill this in."


CHARTS = [
    Bars(WICKED, [WICKED, "나"], [Series(WICKED, [3, None])], unit=WICKED),
    Bars("둘", ["가"], [Series(WICKED, [3]), Series("나", [4])]),
    StackedBars(WICKED, [WICKED], [Series(WICKED, [3]), Series("나", [0])], unit=WICKED),
    Lines(WICKED, [WICKED, "나"], [Series(WICKED, [1, 2])], unit=WICKED),
    Spark(WICKED, [1, 2, 3], unit=WICKED),
    TownMap(WICKED, {"3611025000": 3}, unit=WICKED),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_a_chart_escapes_everything_and_styles_nothing_inline(chart):
    html = render("{% chart chart %}", chart=chart)

    assert "<script" not in html
    assert "style=" not in html
    assert 'role="img"' in html


def test_bars_show_shares_of_the_largest_and_the_unknown_as_no_bar():
    html = Bars("가장 큰 것은 가", ["가", "나", "다"], [Series("수", [200, 50, None])], unit="건").html()

    assert 'x="0" y="2.2rem" width="100%" height="1.2rem" rx="2"/>' in html
    assert 'width="25%"' in html
    assert html.count('class="jip-mark') == 2
    assert '<td class="jip-number">–</td>' in html


def test_a_line_breaks_where_nobody_knows():
    html = Lines("끊긴 선", ["1", "2", "3", "4"], [Series("수", [1, None, 3, 4])]).html()

    assert html.count('class="jip-line jip-l1"') == 1


def test_a_line_stands_on_zero_however_high_its_values_are():
    html = Lines("조금 늘었습니다", ["1월", "2월"], [Series("수", [90, 100])]).html()

    (first, last) = re.findall(r'class="jip-line jip-l1"[^>]*y1="([0-9.]+)rem"[^>]*y2="([0-9.]+)rem"', html)[
        0
    ]
    assert (float(first), float(last)) == (4.06, 2.2), "a tenth less is a tenth less high"


def test_crumbs_begin_with_a_capital():
    assert '<li aria-current="page">Application</li>' in render('{% crumbs "application" %}')


def test_charts_of_nothing_are_still_charts():
    for chart in (
        Bars("없음", [], []),
        StackedBars("없음", [], []),
        Lines("없음", [], []),
        TownMap("없음", {}),
    ):
        assert 'role="img"' in chart.html()
    assert "jip-spark-none" in Spark("없음", []).html()


def test_the_map_says_what_it_does_not_know():
    with override("en"):
        html = TownMap("Jochiwon leads", {"조치원읍": 12}).html()

    assert "<title>Jochiwon-eup 12</title>" in html
    assert html.count("–</title>") == 2 * 16
    assert "Not known" in html


def test_what_the_map_cannot_draw_it_says():
    html = TownMap("소담동도 있습니다", {"3611055500": 7, "9999": 1}, unit="건").html()

    assert '<th scope="row">소담동</th><td class="jip-number">7건</td>' in html
    assert "지도에 경계가 없는 곳" in html
    assert "소담동 7건" in html
    assert "9999 1건" in html


def test_why_reads_failures_first_and_those_that_could_change_before_others():
    clauses = [
        {"id": "age", "result": "pass", "sentence": "나이"},
        SimpleNamespace(id="income", result="unknown", sentence="소득"),
        {"id": "home", "result": "fail", "sentence": "집"},
        {"id": "deposit", "result": "fail", "sentence": "보증금", "change": "1억 원 이하이면"},
    ]

    html = render("{% why clauses %}", clauses=clauses)

    order = [html.index(f">{word}</p>") for word in ("보증금", "집", "소득", "나이")]
    assert order == sorted(order)
    assert "1억 원 이하이면" in html


@pytest.mark.parametrize("density", ["citizen", "officer", "auditor"])
def test_why_escapes_every_part_in_every_density(density):
    clause = dict.fromkeys(("id", "kind", "sentence", "threshold", "citation", "change"), WICKED)
    clause |= {"result": WICKED, "facts": [(WICKED, WICKED, WICKED)]}

    html = render("{% why clauses density %}", clauses=[clause], density=density)

    assert "<script" not in html
    assert "아직 모름" in html


def test_the_auditor_sees_kind_and_name_and_the_officer_does_not():
    clauses = [{"id": "clause-7", "kind": "exclusion", "result": "pass", "sentence": "중복"}]

    officer = render("{% why clauses 'officer' %}", clauses=clauses)
    auditor = render("{% why clauses 'auditor' %}", clauses=clauses)

    assert "clause-7" not in officer
    assert "<code>clause-7</code>" in auditor
    assert "exclusion" in auditor


def test_a_timeline_takes_plain_dicts():
    html = render(
        "{% timeline items %}",
        items=[{"day": date(2024, 3, 4), "title": WICKED, "by": "박서연", "tone": "good"}],
    )

    assert "<script" not in html
    assert "박서연" in html


def test_a_long_label_takes_two_lines_and_what_does_not_fit_is_in_the_table():
    long = "공공시설 사용료 감면 대상자 자격확인 신청서 접수와 처리에 걸린 날수"

    html = Bars("날수", [long], [Series("날", [3])]).html()

    drawing, _, table = html.partition("<details>")
    assert ">공공시설 사용료 감면</text>" in drawing
    assert "…</text>" in drawing
    assert long in table


@pytest.mark.parametrize(
    ("language", "message"),
    [("ko", "182건 보낸 알림|5개 공개된 기준"), ("en", "182 Notices sent|5 rules Open to all")],
)
def test_a_unit_that_the_name_says_is_not_said_twice(language, message):
    from jiphyeon.kernel import Words

    sent, rules = Words("보낸 알림", "Notices sent"), Words("공개된 기준", "Open to all")
    source = "182{% unit_beside notices 182 sent %} {{ sent|localized }}|5{% unit_beside units 5 rules %} {{ rules|localized }}"
    with override(language):
        html = render(
            source, notices=Words("건", "notices"), units=Words("개", "rules"), sent=sent, rules=rules
        )

    assert html == message


@pytest.mark.parametrize(
    ("faulty", "message"), [(1, "Please correct 1 thing<"), (2, "Please correct 2 things<")]
)
def test_one_mistake_is_one_thing(faulty, message):
    class Asked(forms.Form):
        name = forms.CharField()
        place = forms.CharField()

    with override("en"):
        html = render(
            "{% errors form %}",
            form=Asked({"name": "" if faulty else "a", "place": "" if faulty > 1 else "b"}),
        )

    assert message in html
