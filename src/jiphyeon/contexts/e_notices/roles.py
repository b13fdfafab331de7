"""Who sends official documents, and who approves that they go out."""

from jiphyeon.foundation.rooms.roles import AUDITOR, Role

NOTICE_SENDER = Role(
    "notice_sender", "전자고지 담당", "sends official documents in bulk and follows each until it is served"
)
NOTICE_APPROVER = Role("notice_approver", "전자고지 승인", "approves a sending that somebody else prepared")
READERS = frozenset({NOTICE_SENDER, NOTICE_APPROVER, AUDITOR})
