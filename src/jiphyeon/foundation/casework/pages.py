"""The pages of a matter that every room has: a deed asked about and done, talk, papers, many at once.

A room makes one `CasePages` for each side of the counter and mounts its addresses beside its own item page:

    OFFICE = CasePages(Petition, side=Side.OFFICE, namespace="petitions", door=DESK, item="desk_item", list="desk")
    urlpatterns = [path("desk/<uuid:key>/", views.item, name="desk_item"), *OFFICE.addresses("desk/")]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.doors import Door, Request, door
from jiphyeon.foundation.accounts.roles import Role, roles
from jiphyeon.foundation.casework import agents, attachments, bulk, remarks, replying, taking_home, undoing
from jiphyeon.foundation.casework.drawing import cells, head, svg
from jiphyeon.foundation.casework.forms import Asked, DeedForm, PaperForm, RemarkForm
from jiphyeon.foundation.casework.lifecycle import Deed, Kind, Reader, Records, Tells
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.casework.permissions import names_the_actor
from jiphyeon.foundation.casework.screens import Drawn, Screen, Side, screen, state_badge
from jiphyeon.foundation.casework.taking_home import Letter
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.queues.declaring import AnyQueue
from jiphyeon.foundation.queues.views import NOTHING_CHOSEN, place, selected
from jiphyeon.foundation.replies.gaps import require_filled
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused, Words

R = TypeVar("R", bound=CaseRow)
MOST_AT_ONCE = 200
FRAMES = {Side.OFFICE: "ui/desk.html", Side.PERSON: "ui/narrow.html"}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a page brings to a deed: what was written in its form, who presses, on which day, and the version they read."""

    deed: str
    by: Actor
    on: date
    seen: int
    filled: Mapping[str, Any]

    @property
    def way(self) -> str:
        """Return which of several ways was pressed."""
        return str(self.filled.get("way", ""))

    @property
    def said(self) -> str:
        """Return the words that were written, or none."""
        return str(self.filled.get("said", ""))


# What is said once it is done; None: as the table says.
Act = Callable[[UUID, Pressed], str | None]


def by_action(
    action: Callable[..., Any],
    says: Callable[[Pressed, Any], str] | None = None,
    /,
    **given: str | Callable[[Pressed], object],
) -> Act:
    """Return the act that calls a room's action: each argument by the name of its field, or worked out of what was pressed.

    `says` is told what the action returned, and returns what the page says.
    """

    def act(key: UUID, pressed: Pressed) -> str | None:
        written = {
            name: pressed.filled[how] if isinstance(how, str) else how(pressed) for name, how in given.items()
        }
        done = action(key=key, by=pressed.by, on=pressed.on, **written)
        return says(pressed, done) if says is not None else None

    return act


@dataclass(frozen=True, slots=True)
class Together(Generic[R]):
    """A press for many rows at once: its word, who finds it, what it would do to a row, and how it is done to one.

    `about` says of each row what a reader knows it by, in one query for all.
    """

    word: Words
    judge: bulk.Judge[R]
    act: Callable[[R, bulk.Judged, Actor, date], object]
    roles: frozenset[str]
    unit: Words = field(default_factory=lambda: Words("원", "won"))
    turns: Callable[[Sequence[UUID]], None] = lambda _keys: None
    about: Callable[[Sequence[R]], Mapping[UUID, str]] | None = None


@dataclass(frozen=True, kw_only=True)
class CasePages(Generic[R]):
    """The pages of one room's matters on one side of the counter.

    `item` and `listing` are the names of the room's own pages in its namespace. `acts` are the room's actions where a deed
    changes more than the state; every other deed is moved as the table says. `afterwards` is what a press does once its deed
    stands, outside of its transaction: whatever waits for somebody else's answer. `drawn` says what forms ask beside words and a
    day, and how deeds stand on the item page. `queue` is the list that the office comes from, `letter` writes its letters.
    """

    model: type[R]
    side: Side
    namespace: str
    door: Door
    item: str
    listing: str
    acts: Mapping[str, Act] = field(default_factory=dict)
    afterwards: Mapping[str, Act] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=Drawn)
    together: Mapping[str, Together[R]] = field(default_factory=dict)
    readers: tuple[Role, ...] = ()
    queue: AnyQueue | None = None
    letter: Letter | None = None

    # -- for the room's own item page ---------------------------------------------------------------------------------

    def find(self, request: Request, key: UUID) -> R:
        """Return a matter that this reader may know of, or answer 404: another's is the same as none, a draft its writer's."""
        row = self.model._default_manager.filter(key=key).first()  # noqa: SLF001 -- Django's public name for it
        if row is None or not self._may_know(request, row):
            raise Http404
        found: R = row
        return found

    def _may_know(self, request: Request, row: CaseRow) -> bool:
        if self.side is Side.PERSON:
            return request.actor.user is not None and request.actor.user == row.person
        return not row.stands_at.is_draft and not (row.number is None and not row.stands_at.is_open)

    def opened(self, request: Request, row: R) -> Screen:
        """Return what the item page shows; an officer's look stands in the person's trail, and what was said counts as read."""
        found = screen(
            Asked(row, request.actor, request.today),
            side=self.side,
            language=language(),
            address=lambda part, **more: (
                self._at(part, key=row.key, **more) + (_asked(request) if part != "paper" else "")
            ),
            drawn=self.drawn,
            handles=self.side is Side.PERSON or self._writes(request),
        )
        with transaction.atomic():
            self._looked(request, row)
        return self._with_replies(request, row, found) if self._writes(request) else found

    def _with_replies(self, request: Request, row: R, found: Screen) -> Screen:
        """Return the screen with the room's saved answers; where the address names one, the boxes begin with it."""

        def url(reply: UUID) -> str:
            asked = request.GET.copy()
            asked["reply"] = str(reply)
            return f"?{asked.urlencode()}"

        kept = replying.offered(row, url)
        begins = replying.chosen(kept, request.GET.get("reply", ""))
        for offer in found.offers if begins is not None else ():
            if offer.form is not None and offer.form.takes_replies and begins is not None:
                offer.form.initial.update(said=begins.korean, english=begins.english)
        return replace(found, replies=kept, replies_url=self._at("replies"), begins_with=begins)

    def _writes(self, request: Request) -> bool:
        """Return whether an officer handles matters of this kind; an auditor or a head only looks."""
        return self.side is Side.OFFICE and bool(self._roles & request.actor.roles)

    @property
    def _roles(self) -> set[str]:
        return {role for deed in self.model.lifecycle.deeds for role in deed.may.roles}

    def _looked(self, request: Request, row: R) -> None:
        if self.side is Side.OFFICE:
            verb = f"{row.lifecycle.name}.viewed"
            note(by=request.actor, verb=verb, about=row.about, person=row.person, reason="심사")
        if self.side is Side.PERSON or self._writes(request):
            remarks.read(row, by=request.actor)

    # -- addresses ----------------------------------------------------------------------------------------------------

    def addresses(self, before: str = "") -> list[URLPattern]:
        """Return the addresses of these pages, below where the room's item page stands."""
        at = f"{before}<uuid:key>/"
        views: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
            (f"{at}deeds/<slug:deed>/", "deed", self._deed_page),
            (f"{at}say/", "say", require_POST(self._say)),
            (f"{at}papers/", "bring", require_POST(self._bring)),
            (f"{at}papers/<uuid:paper>/", "paper", require_safe(self._open_paper)),
            (f"{at}records/<slug:leaf>.json", "record", require_safe(self._take_receipt)),
        ]
        if self.letter is not None:
            views += [(f"{at}letters/<slug:what>.pdf", "letter", require_safe(self._take_letter))]
        if self.side is Side.PERSON:
            views += [(f"{at}papers/<uuid:paper>/remove/", "take_back", require_POST(self._take_back))]
        if self.side is Side.OFFICE:
            views += [
                (f"{at}papers/<uuid:paper>/judge/", "judge", require_POST(self._judge)),
                (f"{before}life/", "life", require_safe(self._life)),
                (f"{before}replies/", "replies", self._replies),
                (f"{before}replies/<uuid:reply>/", "reply", self._replies),
            ]
        if self.together:
            # Each press also by a name of its own, for lists that name their buttons' addresses.
            views += [
                (
                    f"{before}together/{press}/",
                    f"together_{press}",
                    partial(require_POST(self._preview), press=press),
                )
                for press in self.together
            ]
            views += [
                (f"{before}together/<slug:press>/", "together", require_POST(self._preview)),
                (f"{before}together/<slug:press>/done/", "carry_out", require_POST(self._carry_out)),
            ]
        return [
            path(where, door(self.door)(never_cache(view)), name=self._name(name))
            for where, name, view in views
        ]

    def _name(self, part: str) -> str:
        return f"{self.side.value}_{part}"

    def _at(self, part: str, **where: object) -> str:
        return reverse(f"{self.namespace}:{self._name(part)}", kwargs=where)

    def _item(self, request: Request, key: UUID) -> str:
        """Return where a matter is read, with its place in the list."""
        return reverse(f"{self.namespace}:{self.item}", kwargs={"key": key}) + _asked(request)

    def _listing(self, request: Request) -> str:
        """Return the same place in the list that the reader came from."""
        return reverse(f"{self.namespace}:{self.listing}") + _asked(request)

    def _next(self, request: Request, row: R, deed: str) -> str:
        """Return what follows a deed: the next matter of the list where the reader goes on, else the same one."""
        row.refresh_from_db()
        if row.number is None and not row.stands_at.is_open:
            return self._listing(request)
        wanted = request.POST.get("then", "")[:20] if deed in self.drawn.onward else ""
        following = self.model._default_manager.filter(number=wanted).first() if wanted else None  # noqa: SLF001 -- Django's public name for it
        known = following is not None and self._may_know(request, following)
        return self._item(request, following.key if known and following is not None else row.key)

    # -- one deed -----------------------------------------------------------------------------------------------------

    def _deed_page(self, request: Request, key: UUID, deed: str) -> HttpResponse:
        """Show what a deed will do and ask for what it takes; pressed, do it. A refusal is said and nothing has changed."""
        return require_http_methods(["GET", "POST"])(self._deed)(request, key, deed)

    def _deed(self, request: Request, key: UUID, deed: str) -> HttpResponse:
        row = self.find(request, key)
        life = row.lifecycle
        if not life.has_deed(deed) or not names_the_actor(row, life.deed(deed), request.actor):
            raise Http404
        step = life.deed(deed)
        asked = Asked(row, request.actor, request.today)
        if request.method == "POST":
            form = self.drawn.form(step, asked, request.POST, files=request.FILES)
            if form.is_valid():
                return self._press(request, row, step, form.cleaned_data)
        else:
            form = self.drawn.form(step, asked, initial={"version": row.version})
        return self._ask(request, row, step, form)

    def _press(self, request: Request, row: R, step: Deed, filled: Mapping[str, Any]) -> HttpResponse:
        pressed = Pressed(str(step.code), request.actor, request.today, filled["version"], filled)
        try:
            with transaction.atomic():  # the deed and its line in the trail stand or fall together
                done = self.acts.get(str(step.code), self._plain)(row.key, pressed)
                if self.side is Side.OFFICE:
                    verb = f"{row.lifecycle.name}.{step.code}"
                    note(by=request.actor, verb=verb, about=row.about, person=row.person, reason="심사")
        except Refused as no:
            messages.error(request, no.said(language()))
            return redirect(self._item(request, row.key))
        except ObjectDoesNotExist:
            raise Http404 from None
        if str(step.code) in self.afterwards:
            done = self.afterwards[str(step.code)](row.key, pressed)
        reader = Reader.PERSON if self.side is Side.PERSON else Reader.STAFF
        messages.success(request, done or f"{step.did.to(reader).said(language())}.")
        return redirect(self._next(request, row, pressed.deed))

    def _plain(self, key: UUID, pressed: Pressed) -> None:
        row = hold(self.model, key, pressed.deed, by=pressed.by, seen=pressed.seen)
        naming, told = None, {}
        if row.lifecycle.deed(pressed.deed).kind is Kind.AGENT_NAMED:
            naming = agents.brought(row, pressed.filled, readers=self.readers, by=pressed.by, on=pressed.on)
            told = agents.told_of(row.lifecycle.deed(pressed.deed), naming)
        move(
            row,
            pressed.deed,
            by=pressed.by,
            on=pressed.on,
            said=pressed.said,
            until=pressed.filled.get("until"),
            agent=naming,
            tell=told,
        )

    def _ask(self, request: Request, row: R, step: Deed, form: DeedForm) -> HttpResponse:
        speech = language()
        no = form.obstacle()
        after = row.lifecycle.state(step.leads_to(row.state)).names
        back = row.lifecycle.deed(step.undone_by) if step.undone_by else None
        page = {
            "frame": FRAMES[self.side],
            "title": (step.press or step.did.staff).said(speech),
            "name": row.lifecycle.names,
            "number": row.number,
            "form": form,
            "asks_first": step.asks_first,
            "why_not": no.said(speech) if no is not None else "",
            "state": state_badge(row, self.side),
            "after": Badge(after.to(Reader.PERSON if self.side is Side.PERSON else Reader.STAFF)),
            "stays": step.leads_to(row.state) == row.state,
            "law": str(step.law or ""),
            "tells": isinstance(step.tells, Tells),
            "tells_nobody": "" if isinstance(step.tells, Tells) else step.tells.why.said(speech),
            "records": isinstance(step.records, Records),
            "undone_by": back.press if back is not None else None,
            "undo_until": undoing.until(row, step, request.today) if back is not None else None,
            "is_office": self.side is Side.OFFICE,
            "ways": form.ways(),
            "following": place(request, self.queue, row).after
            if self.queue is not None and step.code in self.drawn.onward
            else "",
            "item_url": self._item(request, row.key),
            "list_url": self._listing(request),
        }
        return render(request, "casework/confirm.html", page, status=422 if form.is_bound else 200)

    # -- talk and papers ----------------------------------------------------------------------------------------------

    def _say(self, request: Request, key: UUID) -> HttpResponse:
        """Write a line to the other side, or an officer's note."""
        row = self.find(request, key)
        if self.side is Side.OFFICE and not self._writes(request):
            raise PermissionDenied(self.door.name)
        form = RemarkForm(request.POST)
        shared = self.side is Side.PERSON or "shared" in request.POST
        try:
            body = form.cleaned_data["body"] if form.is_valid() else ""
            if shared and self.side is Side.OFFICE:
                require_filled(body, row.gaps)
            remarks.say(row, body, by=request.actor, on=request.today, shared=shared)
        except Refused as no:
            messages.error(request, no.said(language()))
        else:
            messages.success(request, _("보냈습니다.") if shared else _("적었습니다."))
        return redirect(self._item(request, key))

    def _bring(self, request: Request, key: UUID) -> HttpResponse:
        """Keep a paper beside the matter."""
        row = self.find(request, key)
        if self.side is Side.OFFICE and not self._writes(request):
            raise PermissionDenied(self.door.name)
        form = PaperForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, " ".join(str(reason) for told in form.errors.values() for reason in told))
            return redirect(self._item(request, key))
        try:
            attachments.bring(
                row,
                form.cleaned_data["paper"],
                title=form.cleaned_data["title"],
                by=request.actor,
                on=request.today,
                readers=self.readers,
            )
        except Refused as no:
            messages.error(request, no.said(language()))
        else:
            messages.success(request, _("올렸습니다."))
        return redirect(self._item(request, key))

    def _take_back(self, request: Request, key: UUID, paper: UUID) -> HttpResponse:
        """Remove a paper from a matter that was not sent yet."""
        row = self.find(request, key)
        try:
            attachments.take_back(row, paper, by=request.actor)
        except Refused as no:
            messages.error(request, no.said(language()))
        except ObjectDoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, _("지웠습니다."))
        return redirect(self._item(request, key))

    def _open_paper(self, request: Request, key: UUID, paper: UUID) -> HttpResponseBase:
        """Open a paper in the browser; who opened it stands in its owner's trail."""
        row = self.find(request, key)
        try:
            return hand_over(attachments.open_paper(row, paper, by=request.actor), inline=True)
        except (ObjectDoesNotExist, PermissionDenied):
            raise Http404 from None

    def _judge(self, request: Request, key: UUID, paper: UUID) -> HttpResponse:
        """Accept a paper, or return it with words."""
        row = self.find(request, key)
        if not self._writes(request):
            raise PermissionDenied(self.door.name)
        accepted = request.POST.get("judgement") == "accept"
        words = request.POST.get("words", "")[:1000]
        try:
            attachments.judge(row, paper, accepted=accepted, words=words, by=request.actor, on=request.today)
        except Refused as no:
            messages.error(request, no.said(language()))
        except ObjectDoesNotExist:
            raise Http404 from None
        else:
            messages.success(
                request, _("서류를 확인했습니다.") if accepted else _("서류를 돌려보내고 알렸습니다.")
            )
        return redirect(self._item(request, key))

    def _take_receipt(self, request: Request, key: UUID, leaf: str) -> HttpResponse:
        """Give the receipt of one thing recorded about the matter."""
        row = self.find(request, key)
        return self._taken(request, row, "receipt_taken", taking_home.receipt(row, leaf))

    def _take_letter(self, request: Request, key: UUID, what: str) -> HttpResponse:
        """Give a letter of the matter as PDF."""
        row = self.find(request, key)
        assert self.letter is not None  # noqa: S101 -- the address is there only where letters are
        answer = taking_home.letter(request, row, what, self.letter)
        return self._taken(request, row, "letter_taken", answer)

    def _taken(self, request: Request, row: R, what: str, answer: HttpResponse) -> HttpResponse:
        """Answer; that an officer took it stands in the person's trail."""
        if self.side is Side.OFFICE:
            verb = f"{row.lifecycle.name}.{what}"
            note(by=request.actor, verb=verb, about=row.about, person=row.person, reason="심사")
        return answer

    def _replies(self, request: Request, reply: UUID | None = None) -> HttpResponse:
        """Keep the room's saved answers: whoever handles its matters writes them."""
        if not self._writes(request):
            raise PermissionDenied(self.door.name)

        def at(key: UUID | None) -> str:
            return self._at("replies") if key is None else self._at("reply", reply=key)

        page = require_http_methods(["GET", "HEAD", "POST"])(replying.reply_page)
        return page(request, self.model, reply, at=at, list_url=self._listing(request))

    def _life(self, request: Request) -> HttpResponse:
        """Show how a matter goes, drawn from its table: the officers' help."""
        life, speech = self.model.lifecycle, language()
        words = {str(role): role.words for role in roles()}
        rows = [dict(zip("abcdefg", cells(deed, life, speech, words), strict=True)) for deed in life.deeds]
        columns = [Column(key, word) for key, word in zip("abcdefg", head(speech), strict=True)]
        page = {
            "name": life.names,
            "picture": mark_safe(svg(life, speech, roles=words, in_page=True)),  # noqa: S308 -- our own picture
            "table": Table(columns, rows, life.names.said(speech)),
            "list_url": self._listing(request),
        }
        return render(request, "casework/life.html", page)

    # -- many at once -------------------------------------------------------------------------------------------------

    def _press_together(self, request: Request, press: str) -> Together[R]:
        found = self.together.get(press)
        if found is None:
            raise Http404
        if not found.roles & request.actor.roles:
            raise PermissionDenied(self.door.name)
        return found

    def _chosen(self, request: Request) -> list[R]:
        numbers = selected(request, self.queue) if self.queue else request.POST.getlist("selected")
        if not numbers:
            raise NOTHING_CHOSEN
        if len(numbers) > MOST_AT_ONCE:
            raise Refused(
                "too_many_chosen",
                ko="한 번에 {most}건까지 할 수 있습니다. 거르기로 나누어 해 주세요.",
                en="At most {most} can be done at once. Please narrow the list and go on in parts.",
                most=MOST_AT_ONCE,
            )
        rows = self.model._default_manager.filter(number__in=numbers).order_by("number", "pk")  # noqa: SLF001 -- Django's public name for it
        return [row for row in rows if self._may_know(request, row)]

    def _preview(self, request: Request, press: str) -> HttpResponse:
        """Show exactly what one press under the chosen matters would do."""
        together = self._press_together(request, press)
        try:
            chosen = self._chosen(request)
        except Refused as no:
            messages.warning(request, no.said(language()))
            return redirect(self._listing(request))
        seen = bulk.preview(chosen, together.judge, by=request.actor)
        page = {
            "word": together.word,
            "unit": together.unit,
            "preview": seen,
            "table": preview_table(seen, language(), together.about(chosen) if together.about else {}),
            "done_url": self._at("carry_out", press=press),
            "query": request.GET.urlencode(),
            "list_url": self._listing(request),
        }
        return render(request, "casework/bulk.html", page)

    def _carry_out(self, request: Request, press: str) -> HttpResponse:
        """Do what the preview showed; nothing where anything changed since."""
        together = self._press_together(request, press)
        try:
            keys = [row.key for row in self._chosen(request)]
            with transaction.atomic():
                together.turns(keys)
                done = bulk.carry_out(
                    self.model,
                    keys,
                    seen=request.POST.get("seen", ""),
                    judge=together.judge,
                    act=lambda row, judged: together.act(row, judged, request.actor, request.today),
                    by=request.actor,
                )
        except Refused as no:
            messages.error(request, no.said(language()))
            return redirect(self._listing(request))
        messages.success(request, _("{count}건을 마쳤습니다.").format(count=len(done.ready)))
        return redirect(self._listing(request))


def preview_table(preview: bulk.Preview, speech: str, about: Mapping[UUID, str]) -> Table:
    """Return what would happen to each, one row a matter; where nothing would, why."""
    rows = [
        {
            "number": line.number,
            "about": about.get(line.key, ""),
            "state": Badge(line.state),
            "outcome": Badge(line.judged.outcome, "info") if line.is_ready else None,
            "amount": line.judged.amount if line.is_ready else None,
            "why": line.obstacle.said(speech) if line.obstacle is not None else "",
        }
        for line in preview.lines
    ]
    columns = [
        Column("number", _("번호")),
        *([Column("about", _("누구의 무엇"))] if about else []),
        Column("state", _("지금"), kind="badge"),
        Column("outcome", _("누르면"), kind="badge"),
        *(
            [Column("amount", _("금액"), kind="won")]
            if any(row["amount"] is not None for row in rows)
            else []
        ),
        Column("why", _("하지 않는 까닭")),
    ]
    return Table(columns, rows, _("미리보기"))


def _asked(request: Request) -> str:
    """Return what an address asks for, to be asked again: the reader's place in the list."""
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
