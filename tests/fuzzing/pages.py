"""What a page offers: its links, and its forms with their fields as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class Field:
    """One thing a form sends."""

    name: str
    kind: str = "text"
    value: str = ""
    options: list = field(default_factory=list)
    placeholder: str = ""
    inputmode: str = ""


@dataclass
class Form:
    """One form of a page: where it goes and what it sends."""

    action: str
    method: str
    fields: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)  # (name, value, action)


class Reader(HTMLParser):
    """Reads one page."""

    def __init__(self, address):
        super().__init__(convert_charrefs=True)
        self.address, self.links, self.forms, self.form, self.select = address, set(), [], None, None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get"):
            if tag in {"a", "link"} and given.get(name):
                self.links.add(urljoin(self.address, given[name]))
        if tag == "form":
            where = urljoin(self.address, given.get("action") or self.address)
            self.form = Form(where, given.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            self._within(tag, given)

    def _within(self, tag, given):
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" or (tag == "input" and given.get("type") in {"submit", "image"}):
            where = urljoin(self.address, given["formaction"]) if given.get("formaction") else ""
            self.form.buttons.append((name, value, where))
        elif tag in {"input", "textarea", "select"} and name and name != "csrfmiddlewaretoken":
            kind = given.get("type", "text") if tag == "input" else tag
            made = self.form.fields.setdefault(
                name,
                Field(name, kind, value, [], given.get("placeholder", ""), given.get("inputmode", "")),
            )
            if kind in {"radio", "checkbox"}:
                made.options.append(value or "on")
            self.select = made if tag == "select" else None
        elif tag == "option" and self.select is not None:
            self.select.options.append(value)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = self.select = None


def read(address, html):
    """Return the links and forms of a page, with addresses of this site only and without fragments."""
    reader = Reader(address)
    reader.feed(html)
    return {_here(link) for link in reader.links if _is_ours(link)}, [
        form for form in reader.forms if _is_ours(form.action)
    ]


def _is_ours(address):
    parts = urlsplit(address)
    return parts.scheme in {"", "http"} and parts.netloc in {"", "testserver"} and parts.path.startswith("/")


def _here(address):
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
