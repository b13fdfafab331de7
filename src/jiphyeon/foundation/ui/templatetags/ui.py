"""`{% load ui %}`: every part of a page as a tag. What each takes stands in this room's README."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts import doors
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.ui import fields, saying
from jiphyeon.foundation.ui.components import facts as facts_html
from jiphyeon.foundation.ui.components import notice as notice_html
from jiphyeon.foundation.ui.components import progress as progress_html
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.fragments import part
from jiphyeon.foundation.ui.navigation import address
from jiphyeon.foundation.ui.pages import pages as pages_html
from jiphyeon.foundation.ui.saying import html
from jiphyeon.foundation.ui.shapes import shape as shape_html
from jiphyeon.foundation.ui.tables import Table
from jiphyeon.foundation.ui.timelines import timeline as timeline_html
from jiphyeon.foundation.ui.why import why as why_html

register = template.Library()


@register.simple_tag(takes_context=True)
def table(context: Context, given: Table) -> SafeString:
    """Render a tables.Table; its sort links keep the page's query."""
    request = context.get("request")
    return html(given.html(request.GET if request is not None else None))


def _itself(given: Any) -> SafeString:
    return html(given.html()) if given else html("")


for _name in ("badge", "chart", "stepper", "tabs"):
    register.simple_tag(_itself, name=_name)


@register.simple_tag
def form(given: BaseForm) -> SafeString:
    """Render error summary and fields; write the <form>, `{% csrf_token %}` and `{% submit %}` around it."""
    return html(fields.form(given))


@register.filter
def unit_of(unit: object, value: object) -> str:
    """Return what is counted as it is said of this number: 1 person, 2 people."""
    return saying.unit_of(unit, value)


@register.simple_tag
def unit_beside(unit: object, value: object, name: object) -> str:
    """Return the unit of a number that stands before its name, or nothing where the name says it: 182 Notices sent."""
    return saying.unit_beside(unit, value, name)


@register.simple_tag
def recorded(leaf: str) -> SafeString:
    """Return the way to what the public log says of something; its hash is for machines and stands in the address alone."""
    page = address("ledger:check")
    if not leaf or not page:
        return html("")
    return format_html('<a href="{}?q={}">{}</a>', page, leaf[:12], _("공개 기록에서 확인하기"))


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Render one field with label, hint and error."""
    return html(fields.field(bound))


@register.simple_tag
def errors(given: BaseForm) -> SafeString:
    """Render the error summary alone."""
    return html(fields.errors(given))


@register.simple_tag
def submit(word: object, tone: str = "primary", name: str = "", value: str = "") -> SafeString:
    """Render the button that sends."""
    return html(fields.submit(word, tone=tone, name=name, value=value))


@register.simple_tag
def empty(title: object, hint: object = "", link_url: str = "", link_word: object = "") -> SafeString:
    """Render an empty state."""
    return html(Empty(title, hint, link_url, link_word).html())


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Page[Any]) -> SafeString:
    """Render the way to other pages of a list, keeping the query."""
    request = context.get("request")
    return html(pages_html(page, request.GET if request is not None else None))


@register.simple_tag
def progress(value: int, of: int, label: object) -> SafeString:
    """Render how far something is: a bar and the words "3 of 12"."""
    return html(progress_html(value, of, label))


@register.simple_tag
def won(amount: object) -> SafeString:
    """Say whole won exactly: 1,200,000원."""
    return html(f'<span class="jip-figure">{saying.escaped(saying.won(amount))}</span>')


@register.simple_tag
def won_words(amount: object) -> str:
    """Say won as people do: 1억 2,000만 원."""
    return saying.won_words(amount)


@register.simple_tag
def day(when: object) -> SafeString:
    """Say a day: 2024. 3. 2.(토)."""
    return html(saying.day_mark(when))


@register.filter
def day_words(when: object) -> str:
    """Return a day for the middle of a sentence: 2024. 3. 2.(토)."""
    return saying.day(when)


@register.filter
def moment_words(when: object) -> str:
    """Return a day with the time of the city's clock: 2024. 3. 2.(토) 14:05."""
    return saying.moment(when)


@register.simple_tag
def facts(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """Render pairs of name and value as a definition list."""
    return html(facts_html(pairs))


@register.simple_tag
def notice(tone: str, title: object, text: object = "") -> SafeString:
    """Render a box that says something to be known before reading on."""
    return html(notice_html(tone, title, text))


@register.simple_tag
def timeline(items: Iterable[Any]) -> SafeString:
    """Render moments in the order given."""
    return html(timeline_html(items))


@register.simple_tag
def why(clauses: Iterable[Any], density: str = "citizen") -> SafeString:
    """Render the clauses of a result; density is citizen, officer or auditor."""
    return html(why_html(clauses, density))


@register.simple_tag
def shape(name: str) -> SafeString:
    """Render a small drawing that says nothing to those who listen."""
    return html(shape_html(name))


@register.simple_tag(takes_context=True)
def framed(context: Context, template: str) -> SafeString:
    """Render a part of the frame (header, banner, footer, side navigation), kept from press to press."""
    return html(part(context, template))


@register.simple_tag(takes_context=True)
def who(context: Context, name: str) -> str:
    """Write an officer's kept name in the reader's letters; looked up once for a page, and in English only."""
    request = context.get("request")
    if request is None:
        return writer(saying.language())(name)
    if not hasattr(request, "writes_names"):
        request.writes_names = writer(saying.language())
    written: str = request.writes_names(name)
    return written


@register.filter
def opens_to(url: str, actor: Actor) -> bool:
    """Return whether an address opens for whoever reads the page: `{% if url|opens_to:actor %}`."""
    return doors.opens_to(url, actor)


@register.filter
def localized(value: object) -> str:
    """Say Words (or anything) in the reader's language."""
    return saying.localized(value)


class ModalNode(Node):
    """Keeps its content until the end of the page: a modal must stand outside what it makes inert."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: FilterExpression, title: FilterExpression, nodelist: NodeList) -> None:
        self.name, self.title, self.nodelist = name, title, nodelist

    def render(self, context: Context) -> SafeString:
        """Render into the page's store, or in place where a template stands alone."""
        name = saying.escaped(self.name.resolve(context))
        title = saying.escaped(self.title.resolve(context))
        made = (
            f'<dialog class="jip-modal" id="{name}" aria-labelledby="{name}-title">'
            f'<div class="jip-modal-head"><h2 id="{name}-title">{title}</h2>'
            f'<a class="jip-icon-button" href="#main" data-closes>{shape_html("close")}'
            f'<span class="jip-unseen">{saying.escaped(_("닫기"))}</span></a></div>'
            f'<div class="jip-modal-body">{self.nodelist.render(context)}</div></dialog>'
        )
        request = context.get("request")
        if request is None:
            return html(made)
        request.modals = [*getattr(request, "modals", []), made]
        return html("")


@register.tag
def modal(parser: Parser, token: Token) -> ModalNode:
    """`{% modal "id" title %}…{% endmodal %}`; opened by `<a href="#id" data-opens="id">`."""
    bits = token.split_contents()
    if len(bits) != 3:
        raise TemplateSyntaxError('{% modal "id" title %} takes an id and a title.')
    nodelist = parser.parse(("endmodal",))
    parser.delete_first_token()
    return ModalNode(parser.compile_filter(bits[1]), parser.compile_filter(bits[2]), nodelist)


@register.simple_tag(takes_context=True)
def modals(context: Context) -> SafeString:
    """Render what `{% modal %}` kept; the frame calls it after #wrap."""
    return html("".join(getattr(context.get("request"), "modals", [])))


@register.simple_tag(takes_context=True)
def title_text(context: Context) -> SafeString:
    """Say the `title` block once more, as plain text: the browser's tab and the page's <h1> are written once."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("title") if blocks is not None else None
    return html(" ".join(strip_tags(block.render(context)).split())) if block is not None else html("")


@register.simple_tag
def crumbs(*pairs: object) -> SafeString:
    """`{% crumbs "계획" plan_url "청년 주거임대료 지원" %}`: words and addresses in turn; the last word stands alone."""
    items = []
    words, urls = pairs[::2], pairs[1::2]
    for place, word in enumerate(words):
        shown = saying.escaped(word)
        shown = shown[:1].upper() + shown[1:]
        if place < len(urls) and urls[place]:
            items.append(f'<li><a href="{saying.escaped(urls[place])}">{shown}</a></li>')
        else:
            items.append(f'<li aria-current="page">{shown}</li>')
    home = f'<li><a href="/">{saying.escaped(_("처음"))}</a></li>'
    label = saying.escaped(_("지금 위치"))
    return html(f'<nav class="jip-crumbs" aria-label="{label}"><ol>{home}{"".join(items)}</ol></nav>')
