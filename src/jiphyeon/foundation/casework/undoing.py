"""Taking back: a deed is undone as long as the matter stands where it left it, and within the term that the law or the house sets."""

from __future__ import annotations

from datetime import date

from jiphyeon.foundation.casework.clock import due_by
from jiphyeon.foundation.casework.lifecycle import Deed
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.kernel import Refused


def until(row: CaseRow, undone: Deed, on: date) -> date | None:
    """Return the last day on which a deed done on a day can be undone; None where no term is set."""
    term = row.undo_term(undone, on)
    return due_by(term, on).due if term is not None else None


def obstacle(row: CaseRow, deed: Deed, on: date) -> Refused | None:
    """Return why a deed that undoes another comes too late, by the term of the day the other was done; None where it does not."""
    undone = {str(one.code): one for one in row.lifecycle.deeds if one.undone_by == deed.code}
    line = row.history.filter(deed__in=undone).last() if undone else None
    if line is None:
        return None
    term, last = row.undo_term(undone[line.deed], line.on), until(row, undone[line.deed], line.on)
    if term is None or last is None or on <= last:
        return None
    return Refused(
        "too_late_to_undo",
        ko="되돌릴 수 있는 마지막 날은 {last}이었습니다({law}). 고칠 것이 있으면 다음 단계를 맡은 사람에게 돌려보내 달라고 말씀해 주세요.",
        en="The last day to undo it was {last} ({law}). If something must change, ask whoever has it next to send it back.",
        last=last,
        law=term.law,
    )
