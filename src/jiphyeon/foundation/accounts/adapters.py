"""How allauth fits the house: no open sign-up for officers, names from our own fields."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Citizens may sign up; in demo mode nobody does, the named demo people are all there is."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return not settings.DEMO
