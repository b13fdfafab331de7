from jiphyeon.foundation.rooms.declaring import Errand, MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class NoticesConfig(RoomConfig):
    name = "jiphyeon.foundation.notices"
    label = "notices"
    called = Words("알림", "Notices")
    trail = {"notice": Words("알림", "Notice")}
    load_city = "api.load_city"
    navigation = (MenuEntry("내 알림", "My notices", "notices:inbox", roles="citizen", order=30),)
    errands = (Errand(Words("내 알림", "My notices"), "notices:inbox", order=20),)
    my_page = "my_page.of_person"
    records = "on_record.declare_rows"
    counts = {"notices-sent": "api.sent_by"}
