from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class LedgerConfig(RoomConfig):
    name = "jiphyeon.foundation.ledger"
    label = "ledger"
    called = Words("공개 기록", "Public log")
    records = "passed_over.declare_rows"
    navigation = (MenuEntry("확인하기", "Check us", "ledger:check", order=80),)
