"""The provider's endpoints over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators import web
from jiphyeon.simulators.administration import only_here
from jiphyeon.simulators.mydata_provider import faults, pages
from jiphyeon.simulators.mydata_provider.protocol import Provider
from jiphyeon.simulators.web import MOST_TIMES, ProtocolError, as_json, object_in

SLOW_SECONDS = 2.0
NEVER_SECONDS = 30.0

_ROUTES = Map(
    [
        Rule("/", endpoint="admin", methods=["GET"]),
        Rule("/healthz", endpoint="healthz", methods=["GET"]),
        Rule("/style.css", endpoint="style", methods=["GET"]),
        Rule("/.well-known/jwks.json", endpoint="jwks", methods=["GET"]),
        Rule("/.well-known/oauth-authorization-server", endpoint="metadata", methods=["GET"]),
        Rule("/par", endpoint="push", methods=["POST"]),
        Rule("/authorize", endpoint="authorize", methods=["GET", "POST"]),
        Rule("/token", endpoint="token", methods=["POST"]),
        Rule("/revoke", endpoint="revoke", methods=["POST"]),
        Rule("/answers/<item>", endpoint="answer", methods=["GET"]),
        Rule("/admin", endpoint="admin", methods=["GET", "POST"]),
        Rule("/admin/faults", endpoint="faults", methods=["GET", "PUT", "DELETE"]),
    ]
)


class Site(web.Site):
    """The WSGI application."""

    routes = _ROUTES
    policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"

    def __init__(self, provider: Provider, **given: Any) -> None:
        super().__init__(**given)
        self.provider = provider

    def _style(self, request: Request) -> Response:
        del request
        return Response(pages.STYLE, mimetype="text/css")

    def _jwks(self, request: Request) -> Response:
        del request
        return as_json(self.provider.signer.jwks)

    def _metadata(self, request: Request) -> Response:
        del request
        here = self.provider.issuer
        return as_json(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "pushed_authorization_request_endpoint": f"{here}/par",
                "require_pushed_authorization_requests": True,
                "token_endpoint": f"{here}/token",
                "revocation_endpoint": f"{here}/revoke",
                "jwks_uri": f"{here}/.well-known/jwks.json",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "authorization_response_iss_parameter_supported": True,
                "scopes_supported": sorted(self.provider.items),
            }
        )

    def _push(self, request: Request) -> Response:
        self._known_client(request)
        return as_json(self.provider.push(request.form, at=self.clock()), 201)

    def _token(self, request: Request) -> Response:
        self._known_client(request)
        return as_json(self.provider.token(request.form, at=self.clock()))

    def _revoke(self, request: Request) -> Response:
        self._known_client(request)
        self.provider.revoke(request.form.get("token", ""))
        return as_json({})

    def _known_client(self, request: Request) -> None:
        given = request.authorization
        name, secret = (given.username, given.password) if given and given.type == "basic" else ("", "")
        self.provider.client.check(name or "", secret or "")

    def _authorize(self, request: Request) -> Response:
        given: MultiDict[str, str] = request.form if request.method == "POST" else request.args
        uri = given.get("request_uri", "")
        language = request.args.get("lang", "")
        try:
            if request.method == "POST":
                return self._chosen(uri, given)
            row = self.provider.request(uri, at=self.clock())
        except ProtocolError as no:
            return self._refused(uri, no, language)
        return self._ask(uri, language or row["language"])

    def _chosen(self, uri: str, form: MultiDict[str, str]) -> Response:
        if "person" in form:
            self.provider.identify(uri, form["person"].strip(), at=self.clock())
            return _see_other("/authorize?" + urlencode({"request_uri": uri}))
        row = self.provider.request(uri, at=self.clock())
        everything, ticked = frozenset(row["scope"].split()), frozenset(form.getlist("item"))
        items = {"send": ticked, "all": everything}.get(form.get("decision", ""), frozenset())
        if form.get("decision") == "send" and not ticked:
            raise ProtocolError("none_chosen", 422)
        back = self.provider.consent(uri, items, at=self.clock())
        return _see_other(f"{row['redirect_uri']}?{urlencode(back)}")

    def _ask(self, uri: str, language: str, problem: str = "") -> Response:
        row = self.provider.request(uri, at=self.clock())
        other = "ko" if language.startswith("en") else "en"
        address = "/authorize?" + urlencode({"request_uri": uri, "lang": other})
        person = self.provider.people.get(row["person"] or "")
        if person is None:
            body = pages.identity(row, self.provider.people.cast.values(), language, problem)
            return _page(
                pages.page(pages.phrase("who", language), body, language, address), 422 if problem else 200
            )
        terms = json.loads(row["terms"])
        body = pages.choice(row, person, date.fromisoformat(terms["on"]), language, problem)
        return _page(
            pages.page(pages.phrase("choose", language), body, language, address), 422 if problem else 200
        )

    def _refused(self, uri: str, no: ProtocolError, language: str) -> Response:
        if no.error in {"unknown_person", "none_chosen"}:
            row = self.provider.request(uri, at=self.clock())
            language = language or row["language"]
            return self._ask(uri, language, pages.phrase(no.error, language))
        language = language or "ko"
        body = Markup("<p>{}</p>").format(pages.phrase("gone_lead", language))
        return _page(pages.page(pages.phrase("gone", language), body, language, "?lang=en"), 400)

    def _answer(self, request: Request, item: str) -> Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            raise ProtocolError("invalid_token", 401)
        nonce, on = request.args.get("nonce", ""), request.args.get("on", "")
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise ProtocolError("invalid_request") from None
        if len(nonce) < 16:
            raise ProtocolError("invalid_request")
        fault = faults.striking(self.provider.store, item)
        self.pause({"timeout": NEVER_SECONDS, "slow": SLOW_SECONDS}.get(fault, 0))
        if fault == "holder_error":
            raise ProtocolError("holder_error", 503)
        asked = request.args.get("facts", "").split()
        return as_json(
            self.provider.answer(item, token, nonce=nonce, on=day, at=self.clock(), asked=asked, fault=fault)
        )

    def _admin(self, request: Request) -> Response:
        only_here(request)
        language = request.args.get("lang", "ko")
        if request.method == "POST":
            if request.form.get("act") == "off":
                faults.switch_off(self.provider.store)
            else:
                self._switch_on(request.form)
            return _see_other("/admin")
        store = self.provider.store
        body = pages.admin(self.provider.items, faults.switched_on(store), self.provider.log(), language)
        other = "/admin?lang=" + ("ko" if language.startswith("en") else "en")
        return _page(pages.page(pages.phrase("admin", language), body, language, other))

    def _faults(self, request: Request) -> Response:
        """GET lists, PUT {"item": "*", "fault": "timeout", "times": 1} switches on, DELETE switches all off."""
        only_here(request)
        if request.method == "PUT":
            given = object_in(request)
            self._switch_on({key: str(value) for key, value in given.items() if value is not None})
        elif request.method == "DELETE":
            faults.switch_off(self.provider.store)
        return as_json([list(fault) for fault in faults.switched_on(self.provider.store)])

    def _switch_on(self, given: Mapping[str, str]) -> None:
        item, kind, times = given.get("item", ""), given.get("fault", ""), given.get("times", "")
        known = item == faults.EVERY_ITEM or item in self.provider.items
        counted = times == "" or (times.isdecimal() and len(times) <= len(str(MOST_TIMES)))
        if not known or kind not in faults.KINDS or not counted:
            raise ProtocolError("invalid_request")
        faults.switch_on(self.provider.store, item=item, kind=kind, times=int(times) if times else None)


def _page(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="text/html")


def _see_other(address: str) -> Response:
    return Response(status=303, headers={"Location": address})
