"""A token people come with from their app: asked of the relay, server to server, and good once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.registering import linking_hash
from jiphyeon.foundation.messages.api import Away
from jiphyeon.foundation.relays.models import Document, RedeemedToken
from jiphyeon.foundation.relays.service import Relay
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Refused, Words

log = logging.getLogger(__name__)

LONGEST_TOKEN = 200
_WORDS = {
    "token_used": Words(
        "이 주소는 한 번 쓰였습니다. 앱에서 문서를 다시 열어 주세요.",
        "This address was used already. Open the document again in the app.",
    ),
    "token_over": Words(
        "열 수 있는 시간이 지났습니다. 앱에서 문서를 다시 열어 주세요.",
        "The time to open it is over. Open the document again in the app.",
    ),
    "token_unknown": Words(
        "이 주소로는 문서를 열 수 없습니다. 앱에서 문서를 열어 주세요.",
        "No document opens by this address. Open it in the app.",
    ),
    "relay_away": Words(
        "지금 확인할 수 없습니다. 잠시 뒤 앱에서 문서를 다시 열어 주세요.",
        "This cannot be checked just now. Open the document again in the app in a moment.",
    ),
}
_STATUS = {404: "token_unknown", 409: "token_used", 410: "token_over"}


@dataclass(frozen=True, slots=True)
class Opening:
    """What a token opened: the document, and that its addressee showed who they are and agreed. Moments are the relay's."""

    message: UUID
    owner: str
    owner_key: str
    identified_at: datetime
    consented_at: datetime
    opened_at: datetime
    ci_hash: str


def redeem(token: str, *, relay: Relay | None) -> Opening:
    """Use a token. Refused: token_used, token_over, token_unknown, relay_away."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        raise _refused("token_unknown")
    if relay is None:
        raise _refused("relay_away")
    mark = keyed_hash(token, purpose="relays_redeemedtoken.mark")
    if RedeemedToken.objects.filter(mark=mark).exists():
        raise _refused("token_used")
    try:
        status, given = relay.redeem(token)
    except Away as gone:
        raise _refused("relay_away") from gone
    if status != 200:
        raise _refused(_STATUS.get(status, "token_unknown"))
    return _kept(mark, given)


@transaction.atomic
def _kept(mark: str, given: dict[str, Any]) -> Opening:
    try:
        key = UUID(str(given.get("id")))
        moments = [
            datetime.fromisoformat(str(given.get(name)))
            for name in ("identified_at", "consented_at", "opened_at")
        ]
    except ValueError as no:
        raise _refused("token_unknown") from no
    document = Document.objects.select_for_update().filter(key=key).first()
    hashed = linking_hash(str(given.get("ci", "")))
    if document is None or document.ci_hash != hashed or any(one.tzinfo is None for one in moments):
        log.warning("the relay opens a document we did not put to it, or to somebody else")
        raise _refused("token_unknown")
    identified, consented, opened = moments
    _row, made = RedeemedToken.objects.get_or_create(
        mark=mark,
        defaults={
            "document": document,
            "identified_at": identified,
            "consented_at": consented,
            "opened_at": opened,
        },
    )
    if not made:
        raise _refused("token_used")
    return Opening(key, document.owner, document.owner_key, identified, consented, opened, hashed)


def _refused(code: str) -> Refused:
    return Refused(code, ko=_WORDS[code].ko, en=_WORDS[code].en)
