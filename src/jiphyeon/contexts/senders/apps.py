from jiphyeon.contexts.senders.roles import READERS, SENDER_APPROVER, SENDER_MANAGER
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class SendersConfig(RoomConfig):
    name = "jiphyeon.contexts.senders"
    label = "senders"
    called = Words("보내는 곳", "Sending services")
    after = ("wordings",)
    roles = (SENDER_MANAGER, SENDER_APPROVER)
    load_city = "api.load_city"
    load_demo = "api.load_demo"
    navigation = (MenuEntry("보내는 곳", "Sending services", "senders:desk", roles=tuple(READERS), order=62),)
    queues = ("tables.SERVICES",)
    records = "queries.declare_rows"
