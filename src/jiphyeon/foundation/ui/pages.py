"""The way through a list that is longer than a page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.saying import escaped
from jiphyeon.foundation.ui.shapes import shape


def pages(page: Page[Any], query: QueryDict | None = None) -> str:
    """Return previous, numbers, next; nothing where one page holds everything."""
    paginator = page.paginator
    if paginator.num_pages <= 1:
        return ""

    def link(number: int | str) -> str:
        kept = query.copy() if query is not None else QueryDict(mutable=True)
        kept["page"] = str(number)
        return f"?{escaped(kept.urlencode())}"

    def step(number: int, word: str, drawing: str, rel: str) -> str:
        inner = f"{shape(drawing)}{word}" if rel == "prev" else f"{word}{shape(drawing)}"
        return f'<a rel="{rel}" href="{link(number)}">{inner}</a>'

    items = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if number == page.number:
            items.append(f'<li><a href="{link(number)}" aria-current="page">{number}</a></li>')
        elif isinstance(number, int):
            items.append(f'<li><a href="{link(number)}">{number}</a></li>')
        else:
            items.append('<li aria-hidden="true">…</li>')
    before = step(page.number - 1, escaped(_("앞쪽")), "previous", "prev") if page.has_previous() else ""
    after = step(page.number + 1, escaped(_("뒤쪽")), "next", "next") if page.has_next() else ""
    total = escaped(_("모두 {count}건").format(count=f"{paginator.count:,}"))
    return (
        f'<nav class="jip-pages" aria-label="{escaped(_("쪽 넘기기"))}">'
        f'<p class="jip-pages-total">{total}</p>{before}<ol>{"".join(items)}</ol>'
        f'<span class="jip-pages-place jip-on-phone">{page.number} / {paginator.num_pages}</span>{after}</nav>'
    )
