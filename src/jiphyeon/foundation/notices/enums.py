"""How far the e-mail that announces a notice has come."""

from enum import StrEnum


class MailState(StrEnum):
    """The notice itself is in the inbox from the start; these say only what became of its e-mail."""

    WAITING = "waiting"
    HANDED_OVER = "handed_over"  # the mail server took it; whether anybody read it is another matter
    NO_ADDRESS = "no_address"
    REJECTED = "rejected"  # the mail server said no for good
