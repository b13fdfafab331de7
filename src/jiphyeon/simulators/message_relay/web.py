"""The relay's endpoints over HTTP: for the office, for the person with the app, for whoever makes it err."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators import callbacks, web
from jiphyeon.simulators.callbacks import Courier
from jiphyeon.simulators.faults import faults
from jiphyeon.simulators.message_relay import pages
from jiphyeon.simulators.message_relay.people import Person
from jiphyeon.simulators.message_relay.relay import Relay
from jiphyeon.simulators.web import ProtocolError, as_json, language_of, see_other

SLOW_SECONDS = 2.0
NEVER_SECONDS = 30.0
FAULTS = {
    "error": "every answer to the office is 500",
    "timeout": "never answers (30 s)",
    "slow": "answers slowly (2 s)",
    "garbled": "answers what nobody can read",
    **callbacks.FAULTS,
}
_ROUTES = Map(
    [
        Rule("/", endpoint="index", methods=["GET"]),
        Rule("/healthz", endpoint="healthz", methods=["GET"]),
        Rule("/style.css", endpoint="style", methods=["GET"]),
        Rule("/enter", endpoint="enter", methods=["POST"]),
        Rule("/inbox", endpoint="inbox", methods=["GET"]),
        Rule("/documents/<key>", endpoint="document", methods=["GET", "POST"]),
        Rule("/v1/identities", endpoint="identities", methods=["POST"]),
        Rule("/v1/documents", endpoint="documents", methods=["POST"]),
        Rule("/v1/documents/close", endpoint="close", methods=["POST"]),
        Rule("/v1/tokens/redeem", endpoint="redeem", methods=["POST"]),
        Rule("/admin/faults", endpoint="faults", methods=["GET", "PUT", "DELETE"]),
    ]
)


class Site(web.Site):
    """The WSGI application."""

    routes = _ROUTES
    policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    largest = 1024 * 1024

    def __init__(self, relay: Relay, courier: Courier, **given: Any) -> None:
        super().__init__(**given)
        self.relay, self.courier = relay, courier

    # What the office asks.

    def _identities(self, request: Request) -> Response:
        return self._answered(
            request, lambda asked: {"identities": self.relay.convert(_listed(asked, "identities"))}
        )

    def _documents(self, request: Request) -> Response:
        return self._answered(
            request,
            lambda asked: {"documents": self.relay.take(_listed(asked, "documents"), at=self.clock())},
        )

    def _close(self, request: Request) -> Response:
        return self._answered(
            request,
            lambda asked: {"documents": self.relay.close(asked.get("documents") or [], at=self.clock())},
        )

    def _redeem(self, request: Request) -> Response:
        return self._answered(
            request, lambda asked: self.relay.redeem(str(asked.get("token", "")), at=self.clock())
        )

    def _answered(self, request: Request, answer: Any) -> Response:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not hmac.compare_digest(token.encode(), self.relay.token.encode()):
            raise ProtocolError("invalid_token", 401)
        asked = request.get_json(force=True)
        if not isinstance(asked, dict):
            raise ProtocolError("invalid_request")
        strikes = self.relay.store.strikes
        self.pause(NEVER_SECONDS if strikes("timeout") else SLOW_SECONDS if strikes("slow") else 0)
        if strikes("error"):
            raise ProtocolError("server_error", 500)
        if strikes("garbled"):
            return Response("문서가…", mimetype="text/plain")
        given = as_json(answer(asked))
        self.courier.hurry()
        return given

    # The app.

    def _style(self, request: Request) -> Response:
        del request
        return Response(pages.STYLE, mimetype="text/css")

    def _index(self, request: Request, problem: str = "") -> Response:
        language = language_of(request)
        body = pages.people(self.relay.people.cast, language, problem)
        return _page(request, pages.phrase("who", language), body, "/", 422 if problem else 200)

    def _enter(self, request: Request) -> Response:
        number = request.form.get("number", "").strip()
        identity = f"invented-{number}" if number else request.form.get("person", "")
        if identity not in self.relay.people.by_identity:
            return self._index(request, pages.phrase("nobody", language_of(request)))
        answer = see_other("/inbox")
        answer.set_cookie("person", identity, httponly=True, samesite="Lax")
        return answer

    def _inbox(self, request: Request) -> Response:
        person = self._person(request)
        if person is None:
            return see_other("/")
        language = language_of(request)
        body = pages.inbox(person, self.relay.of(person), language)
        return _page(request, pages.phrase("inbox", language), body, "/inbox")

    def _document(self, request: Request, key: str) -> Response:
        person = self._person(request)
        if person is None:
            return see_other("/")
        if request.method == "POST":
            return self._act(key, person, request.form.get("act", ""))
        one = self.relay.document(key, person)
        return _page(request, one["title"], pages.document(one, language_of(request)), f"/documents/{key}")

    def _act(self, key: str, person: Person, act: str) -> Response:
        now = self.clock()
        if act == "open":
            return see_other(self.relay.lead(key, person, at=now))
        deeds = {"identify": self.relay.identify, "consent": self.relay.consent, "refuse": self.relay.refuse}
        if act not in deeds:
            raise ProtocolError("invalid_request")
        deeds[act](key, person, at=now)
        self.courier.hurry()
        return see_other(f"/documents/{key}")

    def _person(self, request: Request) -> Person | None:
        return self.relay.people.by_identity.get(request.cookies.get("person", ""))

    # Faults.

    def _faults(self, request: Request) -> Response:
        answer = faults(request, self.relay.store, FAULTS)
        self.courier.hurry()
        return answer


def _listed(asked: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    given = asked.get(name)
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ProtocolError("invalid_request")
    return given


def _page(request: Request, title: str, body: Any, here: str, status: int = 200) -> Response:
    language = language_of(request)
    answer = Response(pages.page(title, body, language, here), status, mimetype="text/html")
    answer.set_cookie("lang", language, samesite="Lax")
    return answer
