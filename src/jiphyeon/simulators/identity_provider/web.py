"""The provider's endpoints over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators import web
from jiphyeon.simulators.administration import only_here
from jiphyeon.simulators.identity_provider.provider import FAULTS, Provider
from jiphyeon.simulators.web import ProtocolError, as_json, object_in

_ROUTES = Map(
    [
        Rule("/healthz", endpoint="healthz", methods=["GET"]),
        Rule("/.well-known/openid-configuration", endpoint="metadata", methods=["GET"]),
        Rule("/jwks.json", endpoint="jwks", methods=["GET"]),
        Rule("/authorize", endpoint="authorize", methods=["GET", "POST"]),
        Rule("/token", endpoint="token", methods=["POST"]),
        Rule("/userinfo", endpoint="userinfo", methods=["GET"]),
        Rule("/admin/people", endpoint="people", methods=["PUT"]),
        Rule("/admin/fault", endpoint="fault", methods=["PUT", "DELETE"]),
    ]
)
_PAGE = Markup(
    '<!DOCTYPE html><html lang="ko"><meta charset="utf-8"><title>본인 확인 (모의) · Identity (simulated)</title>'
    "<h1>본인 확인 (모의) · Identity (simulated)</h1><form method=post>{}</form>"
)
_PERSON = Markup("<p><button name=person value={}>{}</button></p>")


class Site(web.Site):
    """The WSGI application."""

    routes = _ROUTES

    def __init__(self, provider: Provider, **given: Any) -> None:
        super().__init__(**given)
        self.provider = provider

    def _metadata(self, request: Request) -> Response:
        del request
        return as_json(self.provider.metadata)

    def _jwks(self, request: Request) -> Response:
        del request
        return as_json(self.provider.jwks)

    def _authorize(self, request: Request) -> Response:
        self.provider.check_request(request.args)
        if request.method == "GET":
            people = self.provider.people.items()
            buttons = Markup("").join(_PERSON.format(sub, who.get("name", sub)) for sub, who in people)
            return Response(_PAGE.format(buttons), mimetype="text/html")
        code = self.provider.agree(request.args, request.form.get("person", ""), at=self.clock())
        back = urlencode({"code": code, "state": request.args["state"], "iss": self.provider.issuer})
        return Response(status=303, headers={"Location": f"{request.args['redirect_uri']}?{back}"})

    def _token(self, request: Request) -> Response:
        given = request.authorization
        name, secret = (given.username, given.password) if given and given.type == "basic" else ("", "")
        return as_json(
            self.provider.token(request.form, client=name or "", secret=secret or "", at=self.clock())
        )

    def _userinfo(self, request: Request) -> Response:
        _scheme, _space, access = request.headers.get("Authorization", "").partition(" ")
        return as_json(self.provider.userinfo(access, at=self.clock()))

    def _people(self, request: Request) -> Response:
        """PUT {sub: claims} says whom the provider knows."""
        only_here(request)
        people = object_in(request)
        if not all(isinstance(claims, dict) for claims in people.values()):
            raise ProtocolError("invalid_request")
        self.provider.people = people
        return as_json({})

    def _fault(self, request: Request) -> Response:
        """PUT {"fault": "wrong_nonce"} switches a fault on, DELETE off."""
        only_here(request)
        wanted = object_in(request).get("fault") if request.method == "PUT" else ""
        if not isinstance(wanted, str) or (wanted and wanted not in FAULTS):
            raise ProtocolError("invalid_request")
        self.provider.fault = wanted
        return as_json({})
