"""Walks over every page, form and API of the city and sends what nobody means to send.

What there is to walk over is found: addresses from the URL resolver, forms and links from the pages, names that a view
reads from listening to it, operations from the OpenAPI documents. Every trial is rolled back, so that each begins in the
same city. Another tab that acts in between is played by sending its request between two statements of the first one.
"""

import json
import random
import re
import sys
import traceback
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode, urlsplit

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.client import ClientHandler
from django.urls import Resolver404, resolve
from tests.fuzzing import pages
from tests.fuzzing.city import TODAY
from tests.fuzzing.values import BODIES, FILES, JSON, NAMES, TEXTS, plausible
from tests.house.test_doors import addresses, guard_of

from jiphyeon.foundation.accounts.actors import NOBODY, actor_of
from jiphyeon.foundation.ui.answering import in_another_charset

MOST_ALIKE = (
    25  # forms with the same fields at one address, by their word: enough for every deed, not for every page
)
_SLOT = re.compile(r"<(?:(\w+):)?(\w+)>")


class Listening:
    """Middleware: remembers which names each address reads from its query and its form."""

    heard = defaultdict(set)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, *_):
        given = [("GET", request.GET)]
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            given.append(("POST", request.POST))
        for part, words in given:
            words.__class__ = _Heard
            words.by = (_plain(request.resolver_match.route), part)


class _Heard(QueryDict):
    """A query or a form that says what is read from it."""

    by = None

    def _hear(self, name):
        if self.by and isinstance(name, str):
            route, part = self.by
            Listening.heard[route].add((part, name))

    def __getitem__(self, name):
        self._hear(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._hear(name)
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self._hear(name)
        return super().getlist(name, default)


@dataclass(frozen=True)
class Ask:
    """One request, ready to be sent by somebody."""

    who: str
    method: str
    path: str
    query: str = ""
    data: object = None  # a list of pairs, or (body, content type)
    htmx: bool = False

    def __str__(self):
        shown = self.data if isinstance(self.data, tuple) else urlencode(self.data or [], errors="replace")
        return f"{self.who or 'nobody'}: {self.method} {self.path}{'?' + self.query if self.query else ''} {str(shown)[:300]}"


@dataclass
class Found:
    """A form as one person met it on one page."""

    who: str
    route: str
    form: pages.Form
    slots: dict = field(default_factory=dict)

    @property
    def kind(self):
        """Return what makes it this form and no other."""
        return self.route, self.form.method, tuple(sorted(self.form.fields)), self._deed

    @property
    def _deed(self):
        # One address may carry many deeds, each by its word.
        return tuple(value for name, value in sorted(self.slots.items()) if not re.search(r"\d", str(value)))


@dataclass
class Fault:
    """One thing that broke: what was raised where, how often, and the first ask that did it."""

    what: str
    ask: str
    count: int


class Walk:
    """The walk: `explore` finds what there is, `run` tries it, `faults` holds what broke."""

    def __init__(self, city, seed, *, same_pages=20):
        self.city, self.dice = city, random.Random(seed)  # noqa: S311 -- a seed, so that a fault is found again
        self.same_pages, self.visits = same_pages, defaultdict(int)
        self.clients, self.forms = {}, defaultdict(list)
        self.fillings = defaultdict(list)  # by route: the slots it was met with
        self.dead, self.faults, self.sent = set(), {}, 0
        self.routes = {_plain(where): entry for where, entry in addresses()}
        self.operations = []
        self.spoken = set()  # words that programs' doors answered with
        for who, user in city.people.items():
            self.clients[who] = Client(raise_request_exception=False)
            self.clients[who].handler = _Front()
            self.clients[who].cookies["csrftoken"] = "a" * 32
            if user is not None:
                self.clients[who].force_login(user)
        self._exception_met = None
        got_request_exception.connect(self._note_exception)

    # -- sending ------------------------------------------------------------------------------------------

    def _note_exception(self, **_):
        kind, error, trace = sys.exc_info()
        frames = traceback.extract_tb(trace)
        ours = [frame for frame in frames if "/jiphyeon/" in frame.filename] or frames
        last = ours[-1]
        file = last.filename.partition("/jiphyeon/")[2] or last.filename
        self._exception_met = f"{kind.__name__} at {file}:{last.lineno} ({last.name}): {str(error)[:160]}"

    def send(self, ask):
        """Send one request; a 500 becomes a fault. Returns the answer."""
        self.sent += 1
        self._exception_met = None
        client = self.clients[ask.who]
        cookies = client.cookies.copy()
        # A body that is not what it says holds no token of our forms; now and then it gets past that all the same.
        client.handler.enforce_csrf_checks = isinstance(ask.data, tuple) and self.sent % 2 == 0
        try:
            answer = self._answer(client, ask)
        except Exception as error:  # noqa: BLE001 -- what reaches the server itself is the worst of all
            self._fault(self._exception_met or repr(error)[:200], ask)
            return None
        finally:
            client.cookies = cookies
        if answer.status_code >= 500 and ask.path != "/readyz":
            self._fault(self._exception_met or f"{answer.status_code} without an exception: {ask.path}", ask)
        return answer

    def _answer(self, client, ask):
        more = {"headers": {"accept-language": "en" if self.sent % 2 else "ko"}}
        if ask.htmx:
            more["headers"]["HX-Request"] = "true"
        path = quote(ask.path, safe="/%:@") + (f"?{ask.query}" if ask.query else "")
        if isinstance(ask.data, tuple):
            body, kind = ask.data
            answer = client.generic(ask.method.upper(), path, body, content_type=kind, **more)
        elif ask.method == "post":
            answer = client.post(path, _as_dict(ask.data or []), **more)
        else:
            answer = client.generic(ask.method.upper(), path, **more)
        if answer.streaming:
            b"".join(answer.streaming_content)
        return answer

    def _fault(self, what, ask):
        if what not in self.faults:
            print(
                f"fault after {self.sent} requests: {what} · {str(ask)[:300]}", flush=True
            )  # read while it runs
        known = self.faults.setdefault(what, Fault(what, str(ask), 0))
        known.count += 1

    @contextmanager
    def trial(self):
        """Undo afterwards whatever was done."""
        cache.clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    # -- finding ------------------------------------------------------------------------------------------

    def explore(self):
        """Let everybody look at every page they can find; then ask every address once."""
        for who in self.clients:
            self._look_around(who)
        for route in self.routes:
            for slots in self.fillings[route][:1] or [{}]:
                path, who = self.path_of(route, slots), self._whom_it_opens(route)
                for method in ("get", "post"):
                    with self.trial():
                        self.send(Ask(who, method, path))
        self._read_openapi()
        return self

    def _look_around(self, who):
        waiting, seen, been = ["/"], {"/"}, defaultdict(int)
        while waiting:
            address = waiting.pop(0)
            route, slots = self._match(urlsplit(address).path)
            # The same place narrowed by a query is worth two looks; a page about one thing is worth three people's.
            page = (route, *slots.items()) if slots else (route, who, bool(urlsplit(address).query))
            most = 3 if slots else 2
            if route is None or been[route] >= self.same_pages or self.visits[page] >= most:
                continue
            been[route] += 1
            self.visits[page] += 1
            with self.trial():
                answer = self.send(Ask(who, "get", urlsplit(address).path, urlsplit(address).query))
            if answer is None:
                continue
            if answer.status_code == 404:
                self.dead.add(f"{who or 'nobody'}: {address}")
            if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
                if answer.status_code in {301, 302} and _same_site(answer["Location"]):
                    _add(answer["Location"], waiting, seen)
                continue
            links, forms = pages.read(address, answer.content.decode())
            for link in sorted(links):
                _add(link, waiting, seen)
            for form in forms:
                self._met(who, form)

    def _met(self, who, form):
        for _name, _value, action in [("", "", form.action), *[b for b in form.buttons if b[2]]]:
            route, slots = self._match(urlsplit(action).path)
            if route is None:
                self.dead.add(f"{who or 'nobody'}: form to {action}")
                continue
            found = Found(who, route, replace(form, action=action), slots)
            alike = [kind for kind in self.forms if kind[:3] == found.kind[:3]]
            if found.kind in alike or len(alike) < MOST_ALIKE:
                self.forms[found.kind].append(found)

    def _match(self, path):
        try:
            match = resolve(path)
        except Resolver404:
            return None, {}
        slots = {name: str(value) for name, value in match.kwargs.items()}
        route = _plain(match.route)
        if slots and slots not in self.fillings[route]:
            self.fillings[route].append(slots)
        return route, slots

    def path_of(self, route, slots):
        """Return an address with its slots filled: as given, as met elsewhere under that name, or with nothing."""
        bare = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1"}

        def one(found):
            kind, name = found.group(1) or "str", found.group(2)
            return slots.get(name) or self._slot(name) or bare.get(kind, "nothing")

        return "/" + _SLOT.sub(one, route)

    def _slot(self, name):
        known = [slots[name] for filled in self.fillings.values() for slots in filled if name in slots]
        return self.dice.choice(known) if known else ""

    def _read_openapi(self):
        for route in self.routes:
            if route.endswith("openapi.json"):
                answer = self.send(Ask("", "get", f"/{route}"))
                if answer.status_code != 200:
                    continue  # an old address leads to where the description stands now
                described = answer.json()
                for path, methods in described["paths"].items():
                    self.operations += [(path, method, op, described) for method, op in methods.items()]
        for path, method, op, _document in self.operations:
            body = (b"{}", "application/json") if "requestBody" in op else None
            for _ in range(6):
                with self.trial():
                    answer = self.send(Ask("hana", method, self._operation_path(path), "", body))
                is_answered = answer is not None and answer.status_code == 200
                if is_answered and "json" in answer.headers["Content-Type"]:  # a key is given as text
                    self.spoken |= set(_identifiers(answer.json()))

    # -- trying -------------------------------------------------------------------------------------------

    def run(self, count=None):
        """Make so many trials, or one round: every kind of form and every address in turn."""
        made = 0
        while count is None or made < count:
            for trial in self._a_round():
                if made == count:
                    break
                made += 1
                with self.trial():
                    for ask in trial:
                        self.send(ask) if isinstance(ask, Ask) else ask()
            if count is None:
                break
        return self

    def _a_round(self):
        kinds = list(self.forms)
        self.dice.shuffle(kinds)
        for kind in kinds:
            yield from self._with_form(self.dice.choice(self.forms[kind]))
        routes = list(self.routes)
        self.dice.shuffle(routes)
        for route in routes:
            yield from self._with_address(route)
        for operation in self.operations:
            for _ in range(40 if "requestBody" in operation[2] else 3):
                yield self._program(operation)
        for body in BODIES.values():
            for kind in self.dice.sample(kinds, min(3, len(kinds))):
                found = self.dice.choice(self.forms[kind])
                query = self.dice.choice(["", "on=2024-03-04", "a=%ff"])
                yield [replace(self.asked(found), method="post", query=query, data=body)]
            for path, method, op, _document in self.operations:
                if "requestBody" in op:
                    yield [Ask("", method, self._operation_path(path), "", body)]

    def _with_form(self, found):
        for make in (
            self._wrong_one,
            self._wrong_one,
            self._wrong_one,
            self._all_wrong,
            self._missing,
            self._twice,
        ):
            yield make(found)
        for one in found.form.fields.values():
            if one.kind == "hidden":
                yield [self.asked(found, **{one.name: None})]
                yield self._with_anothers(found, one)
        yield self._with_other_slots(found)
        for _ in range(4 if found.slots else 1):
            yield self._another_tab(found)

    def _with_address(self, route):
        heard = sorted(name for part, name in Listening.heard[route] if part == "GET")
        for name in heard:
            yield self._wrong_query(route, [name])
        yield self._wrong_query(route, heard)
        if "<" in route:
            yield self._wrong_slots(route)

    def asked(self, found, **changed):
        """Return the ask that a person would make with this form, with some fields changed (None: left out)."""
        form, pairs = found.form, []
        for one in form.fields.values():
            if one.kind == "file":
                value = SimpleUploadedFile(
                    *self.dice.choice(list(FILES.values())) if "file" in changed else FILES["a paper"]
                )
            else:
                value = plausible(one, self.city.words, self.dice)
            pairs.append((one.name, value))
        buttons = [b for b in form.buttons if not b[2] or b[2] == form.action]
        if buttons and (button := self.dice.choice(buttons))[0]:
            pairs.append(button[:2])
        pairs = [(name, changed.get(name, value)) for name, value in pairs]
        pairs += [
            (name, value) for name, value in changed.items() if name not in dict(pairs) and name != "file"
        ]
        pairs = [(name, value) for name, value in pairs if value is not None]
        parts = urlsplit(form.action)
        if form.method == "get":
            return Ask(found.who, "get", parts.path, _query(pairs))
        return Ask(found.who, "post", parts.path, parts.query, pairs)

    def _names(self, found):
        """Return the fields worth spoiling: hidden ones twice, and what the view reads though the form has it not."""
        part = found.form.method.upper()
        heard = {name for kind, name in Listening.heard[found.route] if kind == part}
        hidden = [one.name for one in found.form.fields.values() if one.kind == "hidden"]
        return sorted({*found.form.fields, *heard} - {"csrfmiddlewaretoken"}) + sorted(hidden) * 2

    def _wrong_one(self, found):
        names = self._names(found)
        faulty = self.dice.choice(list(TEXTS.values()))
        chosen = self.dice.choice(names) if names else "nothing"
        return [self.asked(found, **{chosen: faulty, "file": None})]

    def _all_wrong(self, found):
        faulty = self.dice.choice(list(TEXTS.values()))
        return [self.asked(found, **dict.fromkeys(self._names(found), faulty))]

    def _missing(self, found):
        names = self._names(found)
        return [self.asked(found, **({self.dice.choice(names): None} if names else {}))]

    def _with_anothers(self, found, hidden):
        """Send the form with what another form or another person was given in a hidden field."""
        others = [
            (other, one.value)
            for same in self.forms.values()
            for other in same
            for one in other.form.fields.values()
            if one.kind == "hidden" and one.name == hidden.name and one.value not in {"", hidden.value}
        ]
        if not others:
            return [self.asked(found)]
        other, value = self.dice.choice(others)
        return [self.asked(other), self.asked(found, **{hidden.name: value})]

    def _with_other_slots(self, found):
        """Send the form as somebody else, and as oneself to another's address."""
        slots = {
            name: self._slot(name) if self.dice.random() < 0.5 else value
            for name, value in found.slots.items()
        }
        ask = self.asked(found)
        return [
            replace(ask, who=self.dice.choice(list(self.clients))),
            replace(ask, path=self.path_of(found.route, slots)),
        ]

    def _beside(self, found):
        """Return a form about the same thing, another's or one's own."""
        keys = {value for value in found.slots.values() if len(value) > 20}
        near = [
            same[0] if same[0].who == found.who else self.dice.choice(same)
            for same in self.forms.values()
            if any(keys & set(other.slots.values()) for other in same)
        ]
        if not near:
            return found
        other = self.dice.choice(near)
        twin = [f for f in self.forms[other.kind] if keys & set(f.slots.values())]
        return self.dice.choice(twin) if twin else other

    def _twice(self, found):
        ask = self.asked(found)
        if self.dice.random() < 0.5:
            return [ask, ask]
        return [self.asked(self._beside(found)), ask, ask]

    def _another_tab(self, found):
        """Send one form while another tab sends its own, between two statements of the first."""
        first, second = self.asked(found), self.asked(self._beside(found))
        return [lambda: self._between(first, second)]

    def _between(self, first, second):
        with transaction.atomic():
            counted = _Statements(None, -1)
            with connection.execute_wrapper(counted):
                self.send(first)
            transaction.set_rollback(True)
        if not counted.places:
            return
        before = [n for n, begins in counted.places if begins]
        at = self.dice.choice(
            before if before and self.dice.random() < 0.7 else [n for n, _b in counted.places]
        )
        cache.clear()
        with connection.execute_wrapper(_Statements(lambda: self.send(second), at)):
            self.send(first)

    def _wrong_query(self, route, names):
        path = self.path_of(route, self.dice.choice(self.fillings[route] or [{}]))
        pairs = [(name, self.dice.choice(list(TEXTS.values()))) for name in names or ["q"]]
        method = self.dice.choice(["get", "get", "get", "head", "post"])
        return [Ask(self._whom_it_opens(route), method, path, _query(pairs), htmx=self.dice.random() < 0.3)]

    def _whom_it_opens(self, route):
        door = guard_of(self.routes[route])
        everybody = list(self.clients)
        self.dice.shuffle(everybody)
        if door is None:
            return everybody[0]
        for who in everybody:
            user = self.city.people[who]
            if door.opens(actor_of(user, on=TODAY) if user else NOBODY):
                return who
        return everybody[0]

    def _wrong_slots(self, route):
        slots = dict(self.dice.choice(self.fillings[route] or [{}]))
        faulty = {"int": [str(2**31), str(2**63), str(2**64), "0", "9" * 400], "slug": ["a" * 300, "-", "0"]}

        def one(found):
            kind, name = found.group(1) or "str", found.group(2)
            if self.dice.random() < 0.3 and slots.get(name):
                return slots[name]
            if kind == "uuid" or self.dice.random() < 0.3:
                return self._slot(name) or "00000000-0000-4000-8000-000000000000"
            return self.dice.choice(faulty.get(kind, [v for v in TEXTS.values() if v and "/" not in v]))

        path = "/" + _SLOT.sub(one, route)
        who = self._whom_it_opens(route)
        return [Ask(who, "get", path), Ask(who, "post", path)]

    def _operation_path(self, path):
        """Return an operation's address: `{programme_id}` is filled like a slot of that name or without `_id`."""
        return re.sub(
            r"\{(\w+)\}",
            lambda slot: self._slot(slot.group(1)) or self._slot(slot.group(1).removesuffix("_id")),
            path,
        )

    def _program(self, operation):
        path, method, described, document = operation
        where = self._operation_path(path)
        query = [
            (one["name"], self.dice.choice(list(TEXTS.values())))
            for one in described.get("parameters", [])
            if one.get("in") == "query"
        ]
        content = described.get("requestBody", {}).get("content", {})
        who = self.dice.choice(["", "hana", "seoyeon"])
        if not content:
            return [Ask(who, method, where, _query(query))]
        schema = next(iter(content.values()))["schema"]
        given = self._by_schema(schema, document)
        return [Ask(who, method, where, _query(query), (_json(given), "application/json"))]

    def _by_schema(self, schema, document):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self._by_schema(document["components"]["schemas"][name], document)
        if schema.get("properties"):
            return {
                name: self._by_schema(one, document)
                for name, one in schema["properties"].items()
                if self.dice.random() < 0.8
            }
        if schema.get("type") == "object":  # any names: those that this city answers with
            names = self.dice.sample(sorted(self.spoken), self.dice.choice([1, 1, 3]))
            if self.dice.random() < 0.3:
                names.append(self.dice.choice(list(NAMES.values())))
            return {name: self.dice.choice(list(JSON.values())) for name in names}
        if self.dice.random() < 0.5:
            return TODAY.isoformat() if '"date"' in json.dumps(schema) else "youth-rent"
        return self.dice.choice(list(JSON.values()))


class _Front(ClientHandler):
    """Answers as the web process does: what stands before Django first."""

    def __call__(self, environ):
        refused = in_another_charset(environ)
        if refused is None:
            return super().__call__(environ)
        refused.wsgi_request = WSGIRequest({**environ, "CONTENT_TYPE": "", "QUERY_STRING": ""})
        return refused


class _Statements:
    """Counts the statements sent while no inner transaction is open, and acts before one of them."""

    def __init__(self, act, at):
        self.act, self.at, self.seen, self.places = act, at, 0, []
        self.depth, self.acting = len(connection.savepoint_ids), False

    def __call__(self, execute, sql, params, many, context):
        if not self.acting and len(connection.savepoint_ids) <= self.depth:
            self.places.append((self.seen, sql.startswith("SAVEPOINT")))
            if self.seen == self.at and self.act is not None:
                self.acting = True
                self.act()
                self.acting = False
            self.seen += 1
        return execute(sql, params, many, context)


def _plain(where):
    """Return an address with its patterns (allauth's) written as slots."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", where).replace("^", "").replace("$", "")


def _identifiers(answer):
    """Return the words of an answer that can be names."""
    if isinstance(answer, dict):
        yield from (word for value in answer.values() for word in _identifiers(value))
    elif isinstance(answer, list):
        yield from (word for value in answer for word in _identifiers(value))
    elif isinstance(answer, str) and re.fullmatch(r"[a-z][a-z_]{2,40}", answer):
        yield answer


def _as_dict(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _query(pairs):
    return urlencode(
        [(name, value) for name, value in pairs if isinstance(value, str)], errors="surrogatepass"
    )


def _json(document):
    return json.dumps(document).encode()


def _same_site(address):
    return urlsplit(address).netloc in {"", "testserver"}


def _add(address, waiting, seen):
    if address not in seen:
        seen.add(address)
        waiting.append(address)
