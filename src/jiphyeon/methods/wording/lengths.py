"""How long a text is on its channel, what is over, and which of its signs the channel cannot carry."""

from __future__ import annotations

from dataclasses import dataclass

from jiphyeon.kernel import WordsEnum

_MADE_UP = (
    b"\xa4\xd4"  # how the codec writes a syllable that KS X 1001 lacks: eight bytes that no phone reads
)


class Unit(WordsEnum):
    """What a channel counts."""

    EUC_KR_BYTES = "euc-kr bytes", "바이트", "bytes"
    UTF_8_BYTES = "utf-8 bytes", "바이트", "bytes"
    CHARACTERS = "characters", "자", "characters"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most a channel takes. `short`: up to here it goes as a short text, which costs less. `buttons`: how many at most."""

    most: int | None
    unit: Unit
    short: int | None = None
    buttons: int = 0


class Channel(WordsEnum):
    """How a text travels."""

    TEXT = "text", "문자", "text message"
    RELAY = "relay", "알림톡", "relay message"
    EMAIL = "email", "이메일", "e-mail"
    PAPER = "paper", "우편", "letter"

    @property
    def limit(self) -> Limit:
        return LIMITS[self]

    @property
    def has_marks(self) -> bool:
        """Return whether headings, lists and links are read as marks, and lists stand below each other."""
        return self in {Channel.EMAIL, Channel.PAPER}

    @property
    def has_subject(self) -> bool:
        return self in {Channel.EMAIL, Channel.PAPER}


LIMITS = {
    # The carriers' short and long message, in the bytes of KS X 1001.
    Channel.TEXT: Limit(2_000, Unit.EUC_KR_BYTES, short=90),
    # The relays' information message.
    Channel.RELAY: Limit(1_000, Unit.CHARACTERS, buttons=5),
    # As GOV.UK Notify.
    Channel.EMAIL: Limit(2_000_000, Unit.UTF_8_BYTES),
    Channel.PAPER: Limit(None, Unit.CHARACTERS),
}
NOTIFY_TEXT = Limit(918, Unit.CHARACTERS)
"""What programs written for GOV.UK Notify are told of a text message: six parts of 153 characters."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a text fits its channel.

    `length` in the unit of its limit; `over` by how much it is too long; `is_short`: it goes as a short text. `unreadable`:
    the signs the channel cannot carry, each once, in order; each counts two bytes, and the text may not leave with them.
    """

    length: int
    limit: Limit
    over: int
    is_short: bool
    unreadable: tuple[str, ...] = ()
    buttons_over: int = 0

    @property
    def fits(self) -> bool:
        return not (self.over or self.unreadable or self.buttons_over)


def measured(body: str, limit: Limit, *, subject: str = "", buttons: int = 0) -> Measured:
    """Return how a filled text fits a limit; the subject counts where bytes of UTF-8 do, as in an e-mail.

    >>> measured("안녕하세요", Channel.TEXT.limit).length, measured("확인👍", Channel.TEXT.limit).unreadable
    (10, ('👍',))
    """
    unreadable: tuple[str, ...] = ()
    if limit.unit is Unit.EUC_KR_BYTES:
        length, unreadable = _in_euc_kr(body)
    elif limit.unit is Unit.UTF_8_BYTES:
        length = len(subject.encode("utf-8", "surrogatepass")) + len(body.encode("utf-8", "surrogatepass"))
    else:
        length = len(body)
    return Measured(
        length=length,
        limit=limit,
        over=max(0, length - limit.most) if limit.most is not None else 0,
        is_short=limit.short is not None and length <= limit.short,
        unreadable=unreadable,
        buttons_over=max(0, buttons - limit.buttons),
    )


def _in_euc_kr(text: str) -> tuple[int, tuple[str, ...]]:
    try:
        written = text.encode("euc-kr")
    except UnicodeEncodeError:
        pass
    else:
        if _MADE_UP not in written:
            return len(written), ()
    sizes = {sign: _size(sign) for sign in dict.fromkeys(text)}
    return sum(sizes[sign] or 2 for sign in text), tuple(sign for sign, size in sizes.items() if not size)


def _size(sign: str) -> int:
    """Return how many bytes a sign takes, 0 where KS X 1001 has none."""
    try:
        written = sign.encode("euc-kr")
    except UnicodeEncodeError:
        return 0
    return len(written) if len(written) <= 2 else 0
