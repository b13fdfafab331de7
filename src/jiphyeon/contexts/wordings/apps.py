from jiphyeon.contexts.wordings.roles import READERS, WORDING_APPROVER, WORDING_WRITER
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class WordingsConfig(RoomConfig):
    name = "jiphyeon.contexts.wordings"
    label = "wordings"
    called = Words("문구", "Wordings")
    roles = (WORDING_WRITER, WORDING_APPROVER)
    load_demo = "api.load_demo"
    navigation = (MenuEntry("문구", "Wordings", "wordings:desk", roles=tuple(READERS), order=60),)
    queues = ("tables.EDITIONS",)
    records = "queries.declare_rows"
