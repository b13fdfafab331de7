"""The report of a what-if as a document of the office: the same to print, as PDF and under its signature."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from jiphyeon.contexts.reforms.models import ReformRun
from jiphyeon.contexts.reforms.tables.reports import report_contents
from jiphyeon.foundation.documents import pdf as documents
from jiphyeon.foundation.documents.content import Block, Document, Grid, Heading, Pairs, Points, Text
from jiphyeon.foundation.ui.context import city_name
from jiphyeon.foundation.ui.saying import language

NUMBERS = (1, 2, 3, 4, 5)


def pdf(run: ReformRun, on: date) -> bytes:
    """Return the report as PDF/A and PDF/UA. Refused where the typefaces of documents were not collected."""
    return documents.render(report(run, on))


def report(run: ReformRun, on: date) -> Document:
    """Return all that the report says, in the reader's language."""
    contents = report_contents(run, on)
    blocks: list[Block] = [Text("\n".join(contents["lead"]), strong=True), Heading(contents["changes_title"])]
    for change in contents["changes"]:
        blocks.append(Heading(change["name"], 2))
        for name, lines in change["programmes"]:
            blocks += [Text(name), Points(tuple(lines))] if lines else [Text(name)]
    if contents["sums"]:
        blocks += [Heading(contents["sum_title"]), Text(contents["sum_note"])]
        for one in contents["sums"]:
            blocks.append(Grid(contents["sum_heads"], one["rows"], right=NUMBERS, caption=one["name"]))
    for one in contents["programmes"]:
        blocks += [
            Heading(one["name"]),
            Text("\n".join(one["lead"])),
            Grid(contents["heads"], one["rows"], right=NUMBERS),
            Pairs([(name, value) for name, value in one["before"]]),
        ]
        blocks += [
            Grid(contents["ease_head"], rows, right=(1, 2), caption=f"{contents['ease_title']}: {name}")
            for name, rows in one["ease"]
            if rows
        ]
    blocks += [
        Heading(contents["basis_title"]),
        Pairs([(name, value) for name, value in contents["basis"]]),
        Text(contents["seal"]),
    ]
    return Document(
        language="en" if language() == "en" else "ko",
        title=contents["title"],
        office=city_name(settings.CITY_PACK).text(language()),
        number=f"{run.asked_on:%Y%m%d}-{run.pk}",
        on=on,
        blocks=tuple(blocks),
        demo=settings.DEMO,
    )
