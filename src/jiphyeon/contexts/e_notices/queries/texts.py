"""What a notice says: the approved wording filled with its values, and the hash of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from jiphyeon.contexts.e_notices.models import Notice, Sending, service
from jiphyeon.contexts.e_notices.rules.codes import shown
from jiphyeon.contexts.e_notices.rules.kinds import Terms, terms_on
from jiphyeon.contexts.e_notices.rules.money import early_amount
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Rendered


@dataclass(frozen=True, slots=True)
class Said:
    """A text as one addressee reads it."""

    subject: str
    body: str

    @property
    def digest(self) -> str:
        """Return the hash that stands in the record of service."""
        return digest_of({"subject": self.subject, "body": self.body})


def terms_of(sending: Sending, on: date) -> Terms:
    """Return the law's terms for a sending."""
    return terms_on(service().kind(sending.kind), on)


def values_of(notice: Notice, sending: Sending, terms: Terms, office: dict[str, str]) -> dict[str, str]:
    """Return what fills the texts of a notice, by the names of their gaps."""
    until = notice.respond_by or sending.respond_by
    return {
        "이름": notice.name,
        **{name: str(value) for name, value in notice.values.items()},
        "과태료": str(int(notice.fine)),
        "감경금액": str(int(early_amount(notice.amount, terms))),
        "의견기한": until.isoformat() if until else "",
        "확인번호": shown(notice.code),
        **office,
    }


def office_of(sending: Sending) -> dict[str, str]:
    """Return whom people ask, by the names of the gaps."""
    unit = Unit.objects.filter(code=sending.unit).first()
    city = city_of(settings.CITY_PACK)
    return {
        "담당부서": unit.name.ko if unit else city.name.ko,
        "전화번호": city.telephone.number if city.telephone else "",
    }


def writer(sending: Sending, text: UUID, edition: int, on: date) -> Callable[[Notice], Said]:
    """Return what writes a text of a sending to each addressee. Refused where that edition of it cannot be read."""
    found = wordings.published(text, edition)
    if found is None:
        raise Refused(
            "wording_gone", ko="이 문구의 판을 찾을 수 없습니다.", en="This edition of the text is not there."
        )
    compiled = found.content.compiled(wordings.Variant.STANDARD)
    terms, office = terms_of(sending, on), office_of(sending)

    def written(notice: Notice) -> Said:
        rendered: Rendered = compiled.rendered(values_of(notice, sending, terms, office))
        return Said(rendered.subject, rendered.body)

    return written
