"""The life of a case as a table: from where, by which deed, to where. Anything else is refused."""

from __future__ import annotations

from jiphyeon.contexts.benefits.enums import STATE_WORDS, Deed, State
from jiphyeon.kernel import Refused

TABLE: dict[State, dict[Deed, State]] = {
    State.DRAFT: {Deed.SUBMIT: State.SUBMITTED, Deed.WITHDRAW: State.WITHDRAWN},
    State.SUBMITTED: {
        Deed.PREPARE: State.PREPARED,
        Deed.ASK_SUPPLEMENT: State.SUPPLEMENT,
        Deed.WITHDRAW: State.WITHDRAWN,
    },
    State.SUPPLEMENT: {
        Deed.SUPPLY: State.SUBMITTED,
        Deed.RETURN: State.RETURNED,
        Deed.WITHDRAW: State.WITHDRAWN,
    },
    State.PREPARED: {
        Deed.PREPARE: State.PREPARED,
        Deed.ASK_SUPPLEMENT: State.SUPPLEMENT,
        Deed.PROPOSE: State.PROPOSED,
        Deed.DECIDE_BY_MACHINE: State.APPROVED,
        Deed.WITHDRAW: State.WITHDRAWN,
    },
    State.PROPOSED: {
        Deed.TAKE_BACK: State.PREPARED,
        Deed.SIGN_APPROVAL: State.APPROVED,
        Deed.SIGN_REFUSAL: State.REFUSED,
        Deed.WITHDRAW: State.WITHDRAWN,
    },
    State.APPROVED: {
        Deed.PAY: State.APPROVED,
        Deed.STOP: State.STOPPED,
        Deed.COMPLETE: State.COMPLETED,
    },
    State.STOPPED: {
        Deed.PAY: State.STOPPED,  # what was due before the stop is still owed
        Deed.OBJECT: State.STOPPED,
        Deed.EXTEND: State.STOPPED,
        Deed.DISMISS: State.STOPPED,
        Deed.RESUME: State.APPROVED,
    },
    State.REFUSED: {
        Deed.OBJECT: State.REFUSED,
        Deed.EXTEND: State.REFUSED,
        Deed.DISMISS: State.REFUSED,
        Deed.REOPEN: State.SUBMITTED,
    },
    State.RETURNED: {
        Deed.OBJECT: State.RETURNED,
        Deed.EXTEND: State.RETURNED,
        Deed.DISMISS: State.RETURNED,
        Deed.REOPEN: State.SUBMITTED,
    },
    State.COMPLETED: {},
    State.WITHDRAWN: {},
}


def after(state: State, deed: Deed) -> State:
    """Return where a deed leads. Refused, in the reader's words, where the case does not stand where it should."""
    found = TABLE[state].get(deed)
    if found is None:
        raise Refused(
            "not_from_here",
            ko="이 건은 지금 ‘{state_ko}’ 상태라서 할 수 없습니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요.",
            en="This case is now “{state_en}”, so that cannot be done. Reload the page to see where it stands.",
            state_ko=STATE_WORDS[state].ko,
            state_en=STATE_WORDS[state].en,
            state=state.value,
            deed=deed.value,
        )
    return found


def may(state: State, deed: Deed) -> bool:
    """Return whether the table has the deed at all; who may do it is another question."""
    return deed in TABLE[state]
