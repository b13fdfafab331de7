from jiphyeon.foundation.dues.roles import COLLECTOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.foundation.rooms.roles import AUDITOR
from jiphyeon.kernel import Words


class DuesConfig(RoomConfig):
    name = "jiphyeon.foundation.dues"
    label = "dues"
    called = Words("받을 돈", "Dues")
    after = ("accounts",)
    roles = (COLLECTOR,)
    records = "queries.declare_rows"
    navigation = (MenuEntry("받을 돈", "Dues", "dues:desk", roles=(COLLECTOR, AUDITOR), order=22),)
    queues = ("tables.DUES",)
