from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


def _entry(ko: str, en: str, to: str, order: int) -> MenuEntry:
    return MenuEntry(ko, en, to, roles=[AUDITOR], order=order, group_ko="감사", group_en="Audit")


class AuditConfig(RoomConfig):
    name = "jiphyeon.foundation.audit"
    label = "audit"
    called = Words("감사", "Audit")
    lands = {AUDITOR: "audit:looks"}
    navigation = (
        _entry("누가 무엇을 보았나", "Who looked at what", "audit:looks", 800),
        _entry("기록된 처리", "Recorded deeds", "audit:deeds", 801),
    )
    queues = ("lists.LOOKS", "lists.DEEDS")
