"""All of these pages at their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.foundation.accounts.doors import Request, door
from jiphyeon.foundation.casework.pages import deeds, item, office, papers, together
from jiphyeon.foundation.casework.pages.acts import R
from jiphyeon.foundation.casework.pages.side import SidePages
from jiphyeon.foundation.casework.screens import Screen, Side


@dataclass(frozen=True, kw_only=True)
class CasePages(SidePages[R]):
    """The pages of one room's matters on one side of the counter; what is declared of them: `SidePages`."""

    def opened(self, request: Request, row: R) -> Screen:
        """Return what the item page shows; an officer's look stands in the person's trail, and what was said counts as read."""
        return item.opened(self, request, row)

    def addresses(self, before: str = "") -> list[URLPattern]:
        """Return the addresses of these pages, below where the room's item page stands."""
        at = f"{before}<uuid:key>/"
        views: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
            (
                f"{at}deeds/<slug:deed>/",
                "deed",
                require_http_methods(["GET", "POST"])(partial(deeds.deed_page, self)),
            ),
            (f"{at}say/", "say", require_http_methods(["GET", "POST"])(partial(papers.say, self))),
            (f"{at}papers/", "bring", require_http_methods(["GET", "POST"])(partial(papers.bring, self))),
            (f"{at}papers/<uuid:paper>/", "paper", require_safe(partial(papers.open_paper, self))),
            (f"{at}records/<slug:leaf>.json", "record", require_safe(partial(papers.take_receipt, self))),
        ]
        if self.letter is not None:
            views += [
                (f"{at}letters/<slug:what>.pdf", "letter", require_safe(partial(papers.take_letter, self)))
            ]
        if self.side is Side.PERSON:
            views += [
                (
                    f"{at}papers/<uuid:paper>/remove/",
                    "take_back",
                    require_POST(partial(papers.take_back, self)),
                )
            ]
        if self.side is Side.OFFICE:
            views += [
                (f"{at}papers/<uuid:paper>/judge/", "judge", require_POST(partial(papers.judge, self))),
                (f"{before}life/", "life", require_safe(partial(office.life, self))),
                (f"{before}replies/", "replies", partial(office.replies, self)),
                (f"{before}replies/<uuid:reply>/", "reply", partial(office.replies, self)),
            ]
        if self.together:
            # Each press also by a name of its own, for lists that name their buttons' addresses.
            views += [
                (
                    f"{before}together/{press}/",
                    f"together_{press}",
                    partial(require_POST(partial(together.preview, self)), press=press),
                )
                for press in self.together
            ]
            views += [
                (
                    f"{before}together/<slug:press>/",
                    "together",
                    require_POST(partial(together.preview, self)),
                ),
                (
                    f"{before}together/<slug:press>/done/",
                    "carry_out",
                    require_POST(partial(together.carry_out, self)),
                ),
            ]
        return [
            path(where, door(self.door)(never_cache(view)), name=self.name(name))
            for where, name, view in views
        ]
