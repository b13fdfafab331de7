"""What people fill in is a Django form that was bound: what was typed wrongly comes back with its error beside it."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
NAME = re.compile(r"""\bname=["']([^"']*)["']""")
SENT_ALONG = re.compile(r"""\btype=["'](?:hidden|submit|button)["']""")

# A field written out in a template, and why no form draws it.
WRITTEN_OUT = {
    ("desk/search.html", "q"): "one box; whatever is asked for is an answer's headline, nothing is refused",
    ("ui/header.html", "q"): "the same box, on every page",
    ("ui/gallery.html", "kind"): "shows how a list is narrowed; the page keeps nothing",
    ("ui/gallery.html", "day"): "shows how a list is narrowed; the page keeps nothing",
    ("ui/demo_banner.html", "day"): "on every page; it goes back to where it was pressed, with the refusal as a message",
    ("ui/tools.html", "text"): "on every page; a look that is none is the usual one",
    ("ui/tools.html", "light"): "on every page; a look that is none is the usual one",
    ("queues/narrowing.html", "wanted"): "what a list is searched for is shown with its answer, whatever it is",
    ("queues/narrowing.html", "{{ one.code }}"): "declared by the list; one that is none narrows nothing and shows so",
    ("queues/narrowing.html", "mine"): "declared by the list",
    ("queues/narrowing.html", "days"): "declared by the list; one that is none is its first",
    ("queues/narrowing.html", "since"): "declared by the list; a day that is none narrows nothing",
    ("queues/narrowing.html", "until"): "declared by the list; a day that is none narrows nothing",
    ("queues/narrowing.html", "name"): "a name for the view on the page; its refusal is a message on the same page",
    ("queues/bulk.html", "everything"): "beside the rows of a list, which are no form's either; the deed previews first",
    ("queues/bulk.html", "to"): "beside the rows of a list; who is no colleague is refused on the same page",
    ("programmes/find.html", "so"): "several yes or no questions of the finder, made of the facts that it asks for",
    ("casework/talk.html", "body"): "one box whose limit stands in the page",
    ("casework/papers.html", "words"): "one box beside each paper, whose limit stands in the page",
}  # fmt: skip


def written_out(text):
    """Yield the names of fields that a template writes out by itself: within its own form, or one it is included in."""
    for field in FIELD.findall(text):
        if not SENT_ALONG.search(field) and (name := NAME.search(field)):
            yield name.group(1)


def pages():
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        yield path.as_posix().rpartition("/templates/")[2], path.read_text(encoding="utf-8")


def test_every_field_that_people_fill_in_is_drawn_by_a_form():
    found = {(page, name) for page, text in pages() for name in written_out(text)}

    assert found - set(WRITTEN_OUT) == set()
    assert set(WRITTEN_OUT) - found == set()


def test_the_search_finds_what_it_is_for():
    page = '<form><input type="hidden" name="next"><select\n id="y" name="year"><button name="step"></form>'

    assert list(written_out(page)) == ["year"]
    assert list(written_out("<form>{% form form %}</form>")) == []
