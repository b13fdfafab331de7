"""The house's endpoints over HTTP: for the office, for whoever pays, for whoever makes it err."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Any

from markupsafe import Markup
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators import callbacks, web
from jiphyeon.simulators.callbacks import Courier
from jiphyeon.simulators.faults import faults
from jiphyeon.simulators.payment_house import pages
from jiphyeon.simulators.payment_house.house import House
from jiphyeon.simulators.web import ProtocolError, as_json, language_of, see_other

SLOW_SECONDS = 2.0
NEVER_SECONDS = 30.0
FAULTS = {
    "error": "every answer to the office is 500",
    "timeout": "never answers (30 s)",
    "slow": "answers slowly (2 s)",
    "garbled": "answers what nobody can read",
    "short": "takes a thousand won too little",
    "twice": "takes the amount twice",
    **callbacks.FAULTS,
}
_ROUTES = Map(
    [
        Rule("/", endpoint="index", methods=["GET"]),
        Rule("/healthz", endpoint="healthz", methods=["GET"]),
        Rule("/style.css", endpoint="style", methods=["GET"]),
        Rule("/pay/<key>", endpoint="pay", methods=["GET", "POST"]),
        Rule("/v1/orders", endpoint="orders", methods=["POST"]),
        Rule("/v1/refunds", endpoint="refunds", methods=["POST"]),
        Rule("/v1/settlements/<day>", endpoint="settlements", methods=["GET"]),
        Rule("/admin/faults", endpoint="faults", methods=["GET", "PUT", "DELETE"]),
    ]
)


class Site(web.Site):
    """The WSGI application."""

    routes = _ROUTES
    policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"

    def __init__(self, house: House, courier: Courier, **given: Any) -> None:
        super().__init__(**given)
        self.house, self.courier = house, courier

    def _orders(self, request: Request) -> Response:
        asked = self._asked(request)
        return self._answered(
            lambda: {"address": request.host_url.rstrip("/") + self.house.order(asked, at=self.clock())}
        )

    def _refunds(self, request: Request) -> Response:
        asked = self._asked(request)
        return self._answered(lambda: {"result": self.house.refund(asked, at=self.clock())})

    def _settlements(self, request: Request, day: str) -> Response:
        self._known(request)
        try:
            asked = date.fromisoformat(day)
        except ValueError:
            raise ProtocolError("invalid_request") from None
        return self._answered(lambda: {"movements": self.house.settled(asked)})

    def _asked(self, request: Request) -> dict[str, Any]:
        self._known(request)
        asked = request.get_json(force=True)
        if not isinstance(asked, dict):
            raise ProtocolError("invalid_request")
        return asked

    def _known(self, request: Request) -> None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not hmac.compare_digest(token.encode(), self.house.token.encode()):
            raise ProtocolError("invalid_token", 401)

    def _answered(self, answer: Any) -> Response:
        strikes = self.house.store.strikes
        self.pause(NEVER_SECONDS if strikes("timeout") else SLOW_SECONDS if strikes("slow") else 0)
        if strikes("error"):
            raise ProtocolError("server_error", 500)
        if strikes("garbled"):
            return Response("금액이…", mimetype="text/plain")
        given = as_json(answer())
        self.courier.hurry()
        return given

    def _style(self, request: Request) -> Response:
        del request
        return Response(pages.STYLE, mimetype="text/css")

    def _index(self, request: Request) -> Response:
        language = language_of(request)
        body = Markup("<p>{}</p>").format(pages.phrase("home", language))
        return _page(request, pages.phrase("title", language), body, "/")

    def _pay(self, request: Request, key: str) -> Response:
        if request.method == "POST":
            self.house.pay(key, at=self.clock())
            self.courier.hurry()
            return see_other(f"/pay/{key}")
        one = self.house.ordered(key)
        body = pages.order(
            one, self.house.office + one["back"], language_of(request), is_over=one["expires"] <= self.clock()
        )
        return _page(request, one["title"], body, f"/pay/{key}")

    def _faults(self, request: Request) -> Response:
        answer = faults(request, self.house.store, FAULTS)
        self.courier.hurry()
        return answer


def _page(request: Request, title: str, body: Markup, here: str) -> Response:
    language = language_of(request)
    answer = Response(pages.page(title, body, language, here), mimetype="text/html")
    answer.set_cookie("lang", language, samesite="Lax")
    return answer
