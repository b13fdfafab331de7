"""The service's endpoints over HTTP."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators import web
from jiphyeon.simulators.account_names.book import FAULTS, Service
from jiphyeon.simulators.administration import only_here
from jiphyeon.simulators.web import MOST_TIMES, ProtocolError, as_json, object_in

SLOW_SECONDS = 2.0
NEVER_SECONDS = 30.0
_ROUTES = Map(
    [
        Rule("/", endpoint="index", methods=["GET"]),
        Rule("/healthz", endpoint="healthz", methods=["GET"]),
        Rule("/oauth/2.0/token", endpoint="token", methods=["POST"]),
        Rule("/v2.0/inquiry/real_name", endpoint="inquire", methods=["POST"]),
        Rule("/admin/fault", endpoint="fault", methods=["GET", "PUT", "DELETE"]),
    ]
)
_PAGE = Markup(
    '<!DOCTYPE html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>계좌실명조회 (모의) · Account names (simulated)</title>"
    "<h1>계좌실명조회 (모의) · Account names (simulated)</h1>"
    "<p>지어낸 계좌입니다. 은행과 이어져 있지 않습니다. 시연에서 이 번호를 적어 보세요.</p>"
    "<p lang=en>Invented accounts; no bank is called. Try these numbers in the demo.</p>"
    "<table><tr><th>은행 · Bank<th>계좌번호 · Number<th>예금주 · Holder</tr>{}</table>"
    "<p>조회 · Inquiries: {}</p>"
)
_ROW = Markup("<tr><td>{}<td>{}<td>{}</tr>")


class Site(web.Site):
    """The WSGI application."""

    routes = _ROUTES

    def __init__(self, service: Service, **given: Any) -> None:
        super().__init__(**given)
        self.service = service

    def _index(self, request: Request) -> Response:
        del request
        known = self.service.accounts.values()
        rows = Markup("").join(
            _ROW.format(self.service.banks.get(one.bank, one.bank), one.number, one.holder) for one in known
        )
        return Response(_PAGE.format(rows, self.service.asked), mimetype="text/html")

    def _token(self, request: Request) -> Response:
        return as_json(self.service.token(request.form, at=self.clock()))

    def _inquire(self, request: Request) -> Response:
        scheme, _space, access = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise ProtocolError("invalid_token", 401)
        asked = object_in(request)
        fault = self.service.striking()
        self.pause({"timeout": NEVER_SECONDS, "slow": SLOW_SECONDS}.get(fault, 0))
        if fault == "error":
            raise ProtocolError("server_error", 500)
        if fault == "garbled":
            return Response("계좌가…", mimetype="text/plain")
        return as_json(self.service.inquire(access, asked, at=self.clock(), fault=fault))

    def _fault(self, request: Request) -> Response:
        """PUT {"fault": "timeout", "times": 1} switches one on, DELETE off, GET tells which."""
        only_here(request)
        if request.method == "PUT":
            given = object_in(request)
            fault, times = given.get("fault"), given.get("times")
            counted = times is None or (type(times) is int and 0 < times <= MOST_TIMES)
            if not isinstance(fault, str) or fault not in FAULTS or not counted:
                raise ProtocolError("invalid_request")
            self.service.fault, self.service.left = fault, times
        elif request.method == "DELETE":
            self.service.fault, self.service.left = "", None
        return as_json({"fault": self.service.fault, "times": self.service.left})
