"""Signing in by an identity provider: OpenID Connect's code flow with PKCE and nonce, each wait with its end.

allauth keeps the state, the accounts and the session. What is asked of the provider, and what is believed of its
answers, stands here: allauth asks for no nonce and looks at no signature where the token came over TLS.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase

from jiphyeon.foundation.accounts import id_tokens
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import Identity, make_citizen, of_linking
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.network import web
from jiphyeon.kernel import Refused, parse_json

LARGEST = 256 * 1024
LONGEST = 5.0  # seconds for one answer
WHOLE = 12.0  # seconds for all that one page asks: somebody waits for it


@lru_cache(maxsize=2)
def _connection(*, loopback: bool) -> httpx.Client:
    return web.client(trust_env=not loopback)


def _asked(method: str, url: str, **more: Any) -> dict[str, Any]:
    """Return the JSON object an address answers with. Raises OAuth2Error for anything else."""
    loopback = urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
    try:
        status, body = web.ask(
            _connection(loopback=loopback), method, url, longest=LONGEST, largest=LARGEST, **more
        )
        given = parse_json(body, url)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, Refused) as error:
        raise OAuth2Error(f"no answer: {type(error).__name__}") from error
    if status != 200 or not isinstance(given, dict):
        raise OAuth2Error(f"the provider answered {status}")
    return given


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth ships no types
    """Speaks with the provider."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider publishes of itself; it must name itself as we know it."""
        if not hasattr(self, "_published"):
            url = self.get_provider().server_url
            published = _asked("GET", url)
            if str(published.get("issuer", "")).rstrip("/") != url.partition("/.well-known/")[0].rstrip("/"):
                raise OAuth2Error("the provider names another issuer")
            missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - set(published)
            if missing:
                raise OAuth2Error(f"the provider does not publish {sorted(missing)}")
            self._published = published
        return self._published

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code for the tokens."""
        form = {
            "grant_type": "authorization_code",
            "code": request.GET.get("code", ""),
            "redirect_uri": client.callback_url,
            "code_verifier": pkce_code_verifier or "",
        }
        if self.basic_auth:
            given = _asked(
                "POST", self.access_token_url, data=form, auth=httpx.BasicAuth(app.client_id, app.secret)
            )
        else:
            named = {"client_id": app.client_id, "client_secret": app.secret}
            given = _asked("POST", self.access_token_url, data={**form, **named})
        if str(given.get("token_type", "")).lower() != "bearer" or not given.get("access_token"):
            raise OAuth2Error("the provider gave no token")
        self.did_fetch_access_token = True
        return given

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **more: Any) -> SocialLogin:
        """Prove the token and take what it and the provider's own page about the person say."""
        published = self.openid_config
        keys = _asked("GET", published["jwks_uri"]).get("keys")
        try:
            claims = id_tokens.proved(
                str(more["response"].get("id_token", "")),
                keys=keys if isinstance(keys, list) else [],
                issuer=published["issuer"],
                client=app.client_id,
                nonce=self.nonce,
                at=now(),
            )
        except id_tokens.Unproven as no:
            raise OAuth2Error(f"id_token: {no.code}") from no
        userinfo = self._userinfo(token.token)
        if userinfo and userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo speaks of somebody else")
        login = self.get_provider().sociallogin_from_response(request, {**userinfo, **claims})
        login.userinfo = {**userinfo, **claims}
        return login

    def _userinfo(self, access: str) -> dict[str, Any]:
        url = self.openid_config.get("userinfo_endpoint")
        return _asked("GET", url, headers={"Authorization": f"Bearer {access}"}) if url else {}


class Provider(OpenIDConnectProvider):  # type: ignore[misc] # allauth ships no types
    """The provider as allauth knows it: with PKCE and a nonce always, and nothing taken from the address."""

    oauth2_adapter_class = Adapter

    def get_pkce_params(self) -> dict[str, str]:
        return dict(generate_code_challenge())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        del request
        return list(self.get_scope())

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        del request, action
        return dict(self.get_auth_params())

    def redirect(self, request: HttpRequest, process: str, *given: Any, **more: Any) -> HttpResponseBase:
        """Lead to the provider; where it does not answer, say so."""
        nonce = secrets.token_urlsafe(32)
        params = {**(more.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        try:
            with web.within(WHOLE):
                led: HttpResponseBase = super().redirect(
                    request, process, *given, auth_params=params, nonce=nonce, **more
                )
        except OAuth2Error as no:
            led = render_authentication_error(request, self, exception=no)
        return led

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Keep nothing here: allauth would keep it in the clear."""
        del data
        return {}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"email": data.get("email") if data.get("email_verified") is True else None}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[EmailAddress]:
        """Take an address only where the provider has seen that it is theirs."""
        email = data.get("email")
        if not isinstance(email, str) or data.get("email_verified") is not True:
            return []
        return [EmailAddress(email=email, verified=True, primary=True)]


def identity_of(userinfo: Mapping[str, Any], app: SocialApp) -> Identity:
    """Return what a provider told, as the city takes it; what is not told in a form it knows is not known.

    A level (`acr`) that the city named as accepted makes it vouched for; any other is the person's own word.
    """

    def text(value: object, most: int) -> str | None:
        return value.strip()[:most] or None if isinstance(value, str) else None

    accepted = app.settings.get("accepted_acr", [])
    vouched = isinstance(userinfo.get("acr"), str) and userinfo["acr"] in accepted
    address = userinfo.get("address")
    return Identity(
        name=text(userinfo.get("name"), 100),
        birth_date=id_tokens.day(userinfo.get("birthdate")),
        phone=text(userinfo.get("phone_number"), 30)
        if userinfo.get("phone_number_verified") is True
        else None,
        address=text(address.get("formatted"), 300) if isinstance(address, dict) else None,
        linking=text(userinfo.get(app.settings.get("linking_claim", "ci")), 200),
        assurance=Assurance.PROVIDER if vouched else Assurance.STATED,
        assured_by=f"{app.provider_id}: {userinfo['acr']}" if vouched else "",
    )


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Makes citizens of those whom a provider knows, with what it tells and nothing more."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        found = super().get_provider(request, provider, client_id)
        return Provider(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def get_requests_session(self) -> Any:
        """Open no other way out: allauth's own has a limit on each read and none on the whole."""
        raise OAuth2Error("the house speaks by foundation/network/web.py")

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        """Give the account a name that says nothing of the person; what the provider told goes to the citizen."""
        del request
        user: User = sociallogin.user
        user.username = f"id-{secrets.token_hex(6)}"
        user.email = data.get("email") or ""
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Add what was told to whom we know: by this identity, or by the linking value a trusted one gives."""
        userinfo = getattr(sociallogin, "userinfo", {})
        sociallogin.state["userinfo"] = userinfo
        identity = self._identity(request, sociallogin)
        if not sociallogin.is_existing and not request.user.is_authenticated:
            known = (
                of_linking(identity.linking)
                if identity.linking and identity.assurance is not Assurance.STATED
                else None
            )
            if known is not None:
                sociallogin.connect(request, known)
        if sociallogin.is_existing:
            make_citizen(sociallogin.user, identity, on=civil_today())
            self._language(sociallogin.user, userinfo)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account and the citizen together."""
        user: User = super().save_user(request, sociallogin, form)
        make_citizen(user, self._identity(request, sociallogin), on=civil_today())
        self._language(user, sociallogin.state.get("userinfo", {}))
        return user

    def _identity(self, request: HttpRequest, sociallogin: SocialLogin) -> Identity:
        app = self.get_provider(request, sociallogin.account.provider).app
        return identity_of(sociallogin.state.get("userinfo", {}), app)

    def _language(self, user: User, userinfo: Mapping[str, Any]) -> None:
        if str(userinfo.get("locale", "")).lower().startswith("en") and user.language != "en":
            user.language = "en"
            user.save(update_fields=["language"])


class _Callback(OAuth2CallbackView):  # type: ignore[misc] # allauth ships no types
    """The way back: the nonce that went out is the one that must come back."""

    def _get_state(self, request: HttpRequest, provider: Provider) -> tuple[dict[str, Any] | None, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response

    def dispatch(self, request: HttpRequest, *given: Any, **more: Any) -> HttpResponseBase:
        try:
            with web.within(WHOLE):
                answer: HttpResponseBase = super().dispatch(request, *given, **more)
        except OAuth2Error as no:  # the provider was asked before allauth looks out for it
            answer = render_authentication_error(request, self.adapter.get_provider(), exception=no)
        return answer


@login_not_required  # type: ignore[untyped-decorator] # allauth ships no types
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to an identity provider. Its address is the one allauth would give."""
    return _with(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator] # allauth ships no types
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from an identity provider."""
    return _with(_Callback, request, provider_id)


def _with(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
