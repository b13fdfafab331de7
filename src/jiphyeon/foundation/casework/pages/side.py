"""One side of the counter: what a room declares of its pages there, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from jiphyeon.foundation.accounts.doors import Door, Request
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.casework.lifecycle import Lifecycle, Reader
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.casework.pages.acts import Act, R, Together
from jiphyeon.foundation.casework.screens import Drawn, Side
from jiphyeon.foundation.casework.taking_home import Letter
from jiphyeon.foundation.ledger.trail import name_reason, note
from jiphyeon.foundation.queues.declaring import AnyQueue
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words

# What a page of the office is opened for; a deed is its own reason.
_LOOKED_FOR = {
    "receipt_taken": Words("확인서 내려받기", "to take the receipt"),
    "letter_taken": Words("편지 내려받기", "to take the letter"),
}


def _looked_for(life: Lifecycle) -> dict[str, Words]:
    """Return what pages about matters of a kind are opened for, by what is noted of it."""
    return {"viewed": Words("{what} 내용 확인", "to read the {what}").filled(what=life.names), **_LOOKED_FOR}


FRAMES = {Side.OFFICE: "ui/desk.html", Side.PERSON: "ui/narrow.html"}


@dataclass(frozen=True, kw_only=True)
class SidePages(Generic[R]):
    """What a room declares of its pages on one side of the counter, and what each of those pages asks of it.

    `item` and `listing` are the names of the room's own pages in its namespace. `acts` are the room's actions where a deed
    changes more than the state; every other deed is moved as the table says. `afterwards` is what a press does once its deed
    stands, outside of its transaction: whatever waits for somebody else's answer. `drawn` says what forms ask beside words and a
    day, and how deeds stand on the item page. `queue` is the list that the office comes from, `letter` writes its letters.
    `papers_at` says where papers are brought, if not on the item page.
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
    papers_at: Callable[[R], str] | None = None

    def __post_init__(self) -> None:
        for words in [
            *_looked_for(self.model.lifecycle).values(),
            *(deed.press for deed in self.model.lifecycle.deeds if deed.press),
        ]:
            name_reason(words)

    def find(self, request: Request, key: UUID) -> R:
        """Return a matter that this reader may know of, or answer 404: another's is the same as none, a draft its writer's."""
        row = self.model._default_manager.filter(key=key).first()  # noqa: SLF001 -- Django's public name for it
        if row is None or not self.may_know(request, row):
            raise Http404
        found: R = row
        return found

    def may_know(self, request: Request, row: CaseRow) -> bool:
        """Return whether this reader may know of a matter."""
        if self.side is Side.PERSON:
            return request.actor.user is not None and request.actor.user == row.person
        return not row.stands_at.is_draft and not (row.number is None and not row.stands_at.is_open)

    def writes(self, request: Request) -> bool:
        """Return whether an officer handles matters of this kind; an auditor or a head only looks."""
        return self.side is Side.OFFICE and bool(self._roles & request.actor.roles)

    @property
    def _roles(self) -> set[str]:
        return {role for deed in self.model.lifecycle.deeds for role in deed.may.roles}

    def require_writer(self, request: Request) -> None:
        """Raise PermissionDenied for whoever only looks."""
        if self.side is Side.OFFICE and not self.writes(request):
            raise PermissionDenied(self.door.name)

    def noted(self, request: Request, row: R, what: str) -> None:
        """Put what an officer looked at, took or did in the person's trail, and for which page or deed."""
        if self.side is Side.OFFICE:
            life = row.lifecycle
            words = (
                _looked_for(life).get(what) or life.deed(what).press or life.deed(what).did.to(Reader.STAFF)
            )
            verb = f"{life.name}.{what}"
            note(by=request.actor, verb=verb, about=row.about, person=row.person, reason=words.ko)

    def name(self, part: str) -> str:
        """Return the name of one of these pages in the room's namespace."""
        return f"{self.side.value}_{part}"

    def at(self, part: str, **where: object) -> str:
        """Return where one of these pages stands."""
        return reverse(f"{self.namespace}:{self.name(part)}", kwargs=where)

    def item_url(self, request: Request, key: UUID) -> str:
        """Return where a matter is read, with its place in the list."""
        return reverse(f"{self.namespace}:{self.item}", kwargs={"key": key}) + asked(request)

    def known_by(self, row: R) -> str:
        """Return what leads back to a matter: its number, or of one not sent where it stands."""
        reader = Reader.PERSON if self.side is Side.PERSON else Reader.STAFF
        return row.number or row.stands_at.names.to(reader).text(language())

    def papers_url(self, request: Request, row: R) -> str:
        """Return where papers are brought and removed."""
        page = self.papers_at(row) if self.papers_at is not None else self.item_url(request, row.key)
        return f"{page}#papers"

    def listing_url(self, request: Request) -> str:
        """Return the same place in the list that the reader came from."""
        return reverse(f"{self.namespace}:{self.listing}") + asked(request)


def asked(request: Request) -> str:
    """Return what an address asks for, to be asked again: the reader's place in the list."""
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
