from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words

_GROUP = {"roles": [AUDITOR], "group_ko": "감사", "group_en": "Audit"}


class AuditConfig(RoomConfig):
    name = "jiphyeon.foundation.audit"
    label = "audit"
    called = Words("감사", "Audit")
    navigation = (
        MenuEntry("누가 무엇을 보았나", "Who looked at what", "audit:looks", order=800, **_GROUP),
        MenuEntry("기록된 처리", "Recorded deeds", "audit:deeds", order=801, **_GROUP),
    )
    queues = ("lists.LOOKS", "lists.DEEDS")
