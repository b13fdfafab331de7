from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig


class LedgerConfig(RoomConfig):
    name = "jiphyeon.foundation.ledger"
    label = "ledger"
    records = "passed_over.declare_rows"
    navigation = (MenuEntry("확인하기", "Check us", "ledger:check", order=80),)
