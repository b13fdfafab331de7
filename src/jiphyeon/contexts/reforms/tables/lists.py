"""The lists of reforms and of what was asked of them."""

from __future__ import annotations

from django.db.models import OuterRef, Q
from django.urls import reverse

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.reforms import permissions
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import lists
from jiphyeon.contexts.reforms.queries.lists import UNDECIDED, ReformRow, RunRow
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import OPEN, RunState
from jiphyeon.contexts.reforms.tables.reforms import run_badge, state_badge
from jiphyeon.foundation.queues.declaring import Column, Filter, Measure, Queue, View, any_of, by_day
from jiphyeon.foundation.queues.marks import due_badge
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words

REFORMS: Queue[Reform, ReformRow] = Queue(
    name="reforms.reforms",
    words=Words("개정안", "Changes of terms"),
    rows=lambda _actor: Reform.objects.all(),
    lines=lambda found, today: lists.reform_rows(found, today, language()),
    key="id",
    views=(
        View(
            "waiting",
            Words("승인 기다림", "Waiting for approval"),
            Q(state=ReformState.PROPOSED),
            work=permissions.decides,
            of_anybody=True,
        ),
        View("draft", Words("작성 중", "Drafts"), Q(state=ReformState.DRAFT), work=permissions.edits),
        View(
            "late",
            Words("시행일이 와 고칠 것", "First day has come"),
            lambda today: Q(state__in=UNDECIDED, first__lte=today),
            work=permissions.edits,
            only_counted=True,
        ),
        View("approved", Words("승인됨", "Approved"), Q(state=ReformState.APPROVED)),
        View("refused", Words("승인하지 않음", "Not approved"), Q(state=ReformState.REFUSED)),
        View("dropped", Words("버림", "Put aside"), Q(state=ReformState.DROPPED)),
        View("all", Words("모두", "All"), ~Q(state=ReformState.DROPPED)),
    ),
    columns=(
        Column("name", Words("개정안", "Change"), lambda row: row.name, sort="name"),
        Column("programme", Words("지원", "Programme"), lambda row: row.programmes),
        Column("state", Words("상태", "State"), lambda row: state_badge(row.state), "badge"),
        Column("first", Words("시행일", "First day"), lambda row: row.first, "date", sort="first"),
        Column(
            "near",
            Words("시행일까지", "Until then"),
            lambda row: due_badge(row.near) if row.near else None,
            "badge",
            where="page",
        ),
        Column("by", Words("작성", "Written by"), lambda row: row.drafted_by, hide_on_phone=True),
        Column(
            "on",
            Words("작성한 날", "Written on"),
            lambda row: row.drafted_on,
            "date",
            sort="drafted_on",
            hide_on_phone=True,
        ),
        Column("authority", Words("근거", "Ground"), lambda row: row.authority, where="file"),
        Column(
            "proposed_by",
            Words("승인을 요청한 사람", "Laid before by"),
            lambda row: row.proposed_by,
            where="file",
        ),
        Column(
            "proposed_on",
            Words("승인을 요청한 날", "Laid before on"),
            lambda row: row.proposed_on,
            "date",
            where="file",
        ),
        Column("decided_by", Words("정한 사람", "Decided by"), lambda row: row.decided_by, where="file"),
        Column(
            "decided_on", Words("정한 날", "Decided on"), lambda row: row.decided_on, "date", where="file"
        ),
    ),
    page="reforms:reforms",
    item=lambda row: reverse("reforms:reform", args=[row.key]),
    may=permissions.reads,
    sort="-drafted_on",
    filters=(
        Filter(
            "programme",
            Words("지원", "Programme"),
            lambda: [(one, programmes.programme(one).names) for one in programmes.offered()],
            lambda value: Q(parts__has_key=value),
            Words("모든 지원", "Every programme"),
        ),
    ),
    periods=(
        by_day("drafted_on", Words("작성한 날", "Written")),
        by_day("decided_on", Words("정한 날", "Decided")),
    ),
    board=(
        Measure("all", Words("새로 쓴 개정안", "Drafted"), "drafted_on"),
        Measure("all", Words("정한 개정안", "Decided"), "decided_on"),
        Measure("late", late=True),
        Measure("draft", waits_for=RULES_EDITOR.holder),
        Measure("waiting", waits_for=RULES_APPROVER.holder),
    ),
    search=("name",),
    search_words=Words("개정안 이름", "Name of the change"),
    officer="drafted_by",
    due="first",
    empty=Words("이 보기에는 개정안이 없습니다.", "No change of terms in this view."),
    reason="기준 개정",
)


def _of_reform(key: str) -> Q:
    return any_of(ReformRun.reforms.through.objects.filter(reformrun=OuterRef("pk"), reform__key=key))


RUNS: Queue[ReformRun, RunRow] = Queue(
    name="reforms.runs",
    words=Words("시험 결과", "Trials"),
    rows=lambda _actor: ReformRun.objects.defer("result", "report"),
    lines=lambda found, _today: lists.run_rows(found, language()),
    key="id",
    views=(
        View("done", Words("결과 있음", "With a result"), Q(state=RunState.DONE)),
        View("signed", Words("보고서 있음", "With a report"), Q(seal__isnull=False)),
        View("open", Words("계산하는 중", "Being worked out"), Q(state__in=OPEN)),
        View(
            "ended",
            Words("결과 없이 끝남", "Ended without one"),
            Q(state__in=(RunState.FAILED, RunState.CANCELLED)),
        ),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Column("reforms", Words("개정안", "Changes"), lambda row: row.reforms),
        Column("programme", Words("지원", "Programme"), lambda row: row.programmes, hide_on_phone=True),
        Column("population", Words("누구에게", "Of whom"), lambda row: row.population),
        Column("as_of", Words("기준일", "As of"), lambda row: row.as_of, "date", sort="as_of"),
        Column("state", Words("상태", "State"), lambda row: run_badge(row.state), "badge"),
        Column(
            "signed",
            Words("보고서", "Report"),
            lambda row: Badge(Words("서명함", "Signed"), "good") if row.signed else None,
            "badge",
        ),
        Column("by", Words("물은 사람", "Asked by"), lambda row: row.asked_by, hide_on_phone=True),
        Column("on", Words("물은 날", "Asked on"), lambda row: row.asked_on, "date", sort="asked_on"),
    ),
    page="reforms:runs",
    item=lambda row: reverse("reforms:run", args=[row.key]),
    may=permissions.reads,
    sort="-asked_on",
    filters=(
        Filter(
            "reform",
            Words("개정안", "Change"),
            lambda: [
                (str(key), name)
                for key, name in Reform.objects.filter(runs__isnull=False)
                .distinct()
                .values_list("key", "name")[:200]
            ],
            _of_reform,
            Words("모든 개정안", "Every change"),
        ),
    ),
    search=(),
    officer="asked_by",
    empty=Words("이 보기에는 시험한 것이 없습니다.", "Nothing was tried in this view."),
    reason="기준 개정",
)
