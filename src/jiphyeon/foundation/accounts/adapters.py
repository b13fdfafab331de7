"""How allauth fits the house: no open sign-up for officers, names from our own fields."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Citizens may sign up; in demo mode nobody does, the named demo people are all there is."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "비밀번호가 여러 번 틀려 잠시 막아 두었습니다. 5분 뒤에 다시 해 주세요."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return not settings.DEMO


def address_of(request: HttpRequest) -> str:
    """Return the reader's own network address, also behind a proxy: what limits are counted by. Kept nowhere."""
    return str(AccountAdapter().get_client_ip(request))
