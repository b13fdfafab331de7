"""Realistic content for the page that shows every part: long Korean words, nothing there yet, and something wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.clock.asked import AskedDayField
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Bars, Lines, Series, Spark, StackedBars, TownMap
from jiphyeon.foundation.ui.charts.towns import Town, towns_of
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import localized, won
from jiphyeon.foundation.ui.steps import Stepper
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.foundation.ui.tabs import Tab, Tabs
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words


class ApplicationForm(forms.Form):
    """A form with one of each field."""

    name = forms.CharField(
        label=gettext_lazy("이름"),
        help_text=gettext_lazy("주민등록표에 적힌 대로 적어 주세요."),
        max_length=40,
    )
    birth_date = AskedDayField(
        label=gettext_lazy("생년월일"),
        help_text=gettext_lazy("신청한 날의 나이로 자격을 봅니다."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "invalid": gettext_lazy("날짜를 1997-03-02처럼 적어 주세요. 적으신 날은 달력에 없습니다.")
        },
    )
    town = forms.ChoiceField(
        label=gettext_lazy("사는 곳"),
        choices=lambda: [
            ("", gettext_lazy("골라 주세요")),
            *((town.code, localized(town.name)) for town in _towns()[:2]),
        ],
        error_messages={"required": gettext_lazy("사는 읍·면·동을 골라 주세요.")},
    )
    home = forms.ChoiceField(
        label=gettext_lazy("지금 사는 집은 어떤 집인가요?"),
        help_text=gettext_lazy("모르셔도 괜찮습니다. 나중에 계약서로 확인할 수 있습니다."),
        choices=[
            ("lease", gettext_lazy("보증금과 월세를 내고 빌린 집")),
            ("jeonse", gettext_lazy("보증금만 내고 빌린 집")),
            ("unknown", gettext_lazy("잘 모르겠어요")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("하나를 골라 주세요. 모르시면 ‘잘 모르겠어요’를 고르세요.")},
    )
    lease = forms.FileField(
        label=gettext_lazy("임대차계약서"),
        help_text=gettext_lazy("PDF, PNG, JPEG 가운데 하나로, 20MB까지 올릴 수 있습니다."),
        required=False,
    )
    memo = forms.CharField(
        label=gettext_lazy("담당자에게 하고 싶은 말"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("적은 내용이 사실과 같습니다."),
        error_messages={"required": gettext_lazy("내용을 확인하고 표시해 주세요.")},
    )


def _towns() -> tuple[Town, ...]:
    return towns_of(settings.CITY_PACK).drawn


def _cases() -> Table:
    states = [
        Badge(_("담당자 확인 중"), "info"),
        Badge(_("보완 기다림 3일"), "warn"),
        Badge(_("지급 결정"), "good"),
        Badge(_("지급 안 함"), "bad"),
        Badge(_("취하"), "off"),
    ]
    names = [
        Words("김하나", "Kim Hana"),
        Words("이도윤", "Lee Doyun"),
        Words("마리아 실바", "Maria Silva"),
        Words("윤순자", "Yun Sunja"),
        Words("남궁은하수", "Namgung Eunhasu"),
    ]
    kinds = [
        _("청년 주거임대료 지원"),
        _("청년 임차보증금 이자지원"),
        _("공공시설사용료감면자격확인신청"),
        _("취업단계별 일자리 지원"),
        _("청년 주거임대료 지원"),
    ]
    rows = [
        {
            "key": f"24-{1042 + i}",
            "name": name,
            "kind": kinds[i],
            "deposit": [30_000_000, 120_000_000, 0, None, 8_500_000][i],
            "members": i + 1,
            "day": date(2024, 2, 26 - i),
            "state": states[i],
        }
        for i, name in enumerate(names)
    ]
    return Table(
        columns=[
            Column("key", _("고르기"), kind="check"),
            Column("name", _("신청인"), sortable=True),
            Column("kind", _("사업")),
            Column("deposit", _("임차보증금"), kind="won", sortable=True),
            Column("members", _("가구원 수"), kind="number", hide_on_phone=True),
            Column("day", _("접수한 날"), kind="date", sortable=True),
            Column("state", _("상태"), kind="badge"),
        ],
        rows=rows,
        caption=_("접수된 신청"),
        sort="-day",
        row_url=lambda row: f"#case-{row['key']}",
        phone="scroll",
    )


def _clauses() -> list[dict[str, Any]]:
    return [
        {
            "id": "age", "kind": "gate", "result": "pass",
            "sentence": _("신청한 날 19세 이상 39세 이하입니다."),
            "facts": [(_("나이"), _("만 27세"), _("주민등록, 2024. 3. 4. 확인"))],
            "threshold": _("19세부터 39세까지 (2024. 1. 1.부터)"),
            "citation": _("예시 청년 기본 조례 제3조제1호"), "change": "",
        },
        {
            "id": "deposit", "kind": "gate", "result": "fail",
            "sentence": _("임차보증금이 1억 원을 넘습니다."),
            "facts": [(_("임차보증금"), won(120_000_000), _("임대차계약서, 2024. 2. 10. 올림"))],
            "threshold": _("100,000,000원 이하 (2024. 1. 1.부터)"),
            "citation": _("2024년 청년 주거임대료 지원사업 공고 3. 신청자격"),
            "change": _("보증금이 1억 원 이하인 집으로 계약하면 이 조건이 맞습니다."),
        },
        {
            "id": "home_ownership", "kind": "gate", "result": "fail",
            "sentence": _("세대원 가운데 집을 가진 사람이 있습니다."),
            "facts": [(_("주택 소유"), _("있음"), _("건축물대장, 2024. 3. 4. 확인"))],
            "threshold": _("세대 모두 무주택"),
            "citation": _("2024년 청년 주거임대료 지원사업 공고 3. 신청자격"), "change": "",
        },
        {
            "id": "income", "kind": "gate", "result": "unknown",
            "sentence": _("가구 소득을 아직 모릅니다."),
            "facts": [(_("가구원 수"), _("2명"), _("주민등록, 2024. 3. 4. 확인"))],
            "threshold": _("기준 중위소득 150%인 5,523,914원 이하"),
            "citation": _("국민기초생활 보장법 제6조의2"), "change": "",
        },
    ]  # fmt: skip


def _charts() -> dict[str, Any]:
    months = [_("{month}월").format(month=month) for month in range(1, 13)]
    paid = [12, 23, 34, 43, 52, 58, 66, 71, None, 89, 95, 101]
    planned = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]
    kinds = [
        _("청년 주거임대료 지원"),
        _("임차보증금 이자지원"),
        _("공공시설 사용료 감면"),
        _("취업단계별 일자리"),
    ]
    people = _("명")
    counted = [412, 18, 22, 40, 51, 33, 47, 29, 15, 388, 301, 240, 276, 331, 190, 352]
    towns: dict[str, int] = dict(zip((town.code for town in _towns()), counted, strict=False))
    return {
        "bars": Bars(
            title=_("신청 열 가운데 여섯은 주거임대료였습니다"),
            labels=kinds,
            series=[Series(_("신청"), [612, 221, 134, 57])],
            unit=_("건"),
            highlight=0,
        ),
        "stacked": StackedBars(
            title=_("서류 없이 끝난 신청이 반을 넘었습니다"),
            labels=kinds,
            series=[
                Series(_("서류 없이"), [410, 97, 80, 21]),
                Series(_("일부만 서류로"), [130, 88, 40, 30]),
                Series(_("모두 서류로"), [72, 36, 14, 6]),
            ],
            unit=_("건"),
        ),
        "lines": Lines(
            title=_("지급받은 사람이 유월부터 계획에 못 미쳤습니다"),
            labels=months,
            series=[Series(_("지급받은 사람"), paid), Series(_("계획"), planned)],
            unit=people,
        ),
        "spark": Spark(title=_("달마다 지급받은 사람"), values=paid, unit=people),
        "map": TownMap(title=_("신청은 몇몇 읍·면·동에 몰렸습니다"), values=towns, unit=_("건")),
    }


def wrong_form() -> ApplicationForm:
    """Return the form as it comes back when nearly everything in it is wrong."""
    return ApplicationForm({"name": "김하나", "birth_date": "1997-02-31", "memo": "", "town": "", "home": ""})


def everything(form: ApplicationForm) -> dict[str, Any]:
    """Return the context of the page that shows every part, with the form as it stands."""
    return {
        "form": form,
        "table": _cases(),
        "no_rows": Table(
            columns=[Column("name", _("이름"))],
            rows=[],
            caption=_("보낸 알림"),
            empty=Empty(
                _("아직 알림이 없습니다"),
                _("신청을 하시면 접수, 결정, 지급 소식이 여기에 모입니다."),
                "#forms",
                _("받을 수 있는 것 찾기"),
            ),
        ),
        "badges": [
            Badge(_("시행 중"), "good"),
            Badge(_("준비 중"), "neutral"),
            Badge(_("담당자 확인 중"), "info"),
            Badge(_("기한 2일 남음"), "warn"),
            Badge(_("기한 3일 지남"), "bad"),
            Badge(_("그만둠"), "off"),
        ],
        "stepper": Stepper([_("내 사실 확인"), _("자료 동의"), _("확인과 서약"), _("접수증")], current=2),
        "tabs": Tabs(
            [
                Tab(_("내가 맡은 일"), "#", current=True, count=12),
                Tab(_("기한 임박"), "#", count=3),
                Tab(_("모두"), "#", count=1042),
            ],
            label=_("보기"),
        ),
        "page": Paginator(range(1042), 50).page(7),
        "clauses": _clauses(),
        "facts": [
            (_("신청인"), Words("김하나", "Kim Hana")),
            (_("사업"), Words("청년 주거임대료 지원", "Youth rent support")),
            (_("월세"), won(450_000)),
            (_("계약 확정일자"), None),
        ],
        "moments": [
            Moment(
                date(2024, 3, 4),
                _("지급을 결정했습니다"),
                _("달마다 20일에 200,000원씩 열두 번 드립니다."),
                _("정민재"),
                "good",
                "#",
            ),
            Moment(
                date(2024, 2, 28),
                _("담당자가 소득 정보를 열어 보았습니다"),
                _("까닭: 자격 심사"),
                _("박서연"),
                "info",
            ),
            Moment(
                date(2024, 2, 26),
                _("신청을 접수했습니다"),
                _("2024. 3. 18.(월)까지 답을 드립니다."),
                tone="neutral",
            ),
        ],
        **_charts(),
    }
