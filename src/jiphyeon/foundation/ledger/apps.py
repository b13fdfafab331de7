from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.foundation.rooms.roles import AUDITOR


class LedgerConfig(RoomConfig):
    name = "jiphyeon.foundation.ledger"
    label = "ledger"
    records = "passed_over.declare_rows"
    lands = {AUDITOR: "ledger:check"}
    navigation = (MenuEntry("확인하기", "Check us", "ledger:check", order=80),)
