"""What every room's list is held to, whatever it lists."""

from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiphyeon.foundation.queues import selecting
from jiphyeon.foundation.queues.selecting import Selection


def queries_of(read):
    """Return the queries a call makes."""
    with CaptureQueriesContext(connection) as made:
        read()
    return [one["sql"] for one in made.captured_queries]


def assert_queries_do_not_grow(read, grow):
    """Hold a page to a fixed number of queries: `read` it, `grow` what it lists, read it again."""
    read()  # what is kept for the process is read once
    few = queries_of(read)
    grow()
    many = queries_of(read)

    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)) or many)


def assert_counts_are_the_rows(queue, actor, today):
    """Hold every view of a queue to its count, each row found once, on every way through its pages."""
    for view in queue.views:
        chosen = Selection(view.code, queue.sort)
        rows = selecting.narrowed(queue, chosen, actor, today)
        counted = selecting.by_view(queue, rows, today)[view.code]
        keys = list(selecting.ordered(queue, chosen, actor, today).values_list(queue.key, flat=True))

        assert (view.code, counted) == (view.code, len(keys))
        assert len(set(keys)) == len(keys), f"{view.code} finds a row twice: its condition joins"


def walk(queue, chosen, actor, today, *, backwards=False):
    """Return the keys of every page, one list a page, by the links on the pages themselves."""
    pages = []
    while True:
        rows = selecting.narrowed(queue, chosen, actor, today)
        total = selecting.by_view(queue, rows, today)[chosen.view]
        page = selecting.page(queue, chosen, selecting.in_view(queue, rows, chosen.view, today), total)
        pages.append([getattr(row, queue.key) for row in page.rows])
        onward = page.before if backwards else page.after
        if not onward:
            return pages
        chosen = replace(chosen, after="" if backwards else onward, before=onward if backwards else "")
