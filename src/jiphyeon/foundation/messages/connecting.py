"""Which channels of this room's own are set up here, by the settings."""

from __future__ import annotations

from django.conf import settings

from jiphyeon.foundation.messages.channels import connects
from jiphyeon.foundation.messages.email import Email
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.phone import Phone


def connect() -> None:
    """Have e-mail and text messages served. A relay's room connects its own; paper waits for whoever prints."""
    connects(Channel.EMAIL, Email)
    connects(Channel.TEXT, _phone)


def _phone() -> Phone | None:
    return Phone(settings.TEXTS, token=settings.TEXTS_TOKEN) if settings.TEXTS else None
