from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, AUDITOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class AppointmentsConfig(RoomConfig):
    name = "jiphyeon.foundation.appointments"
    label = "appointments"
    called = Words("담당자", "Officers")
    trail = {"appointments": Words("담당 이력", "Who held which post")}
    navigation = (
        MenuEntry(
            "담당자",
            "Officers",
            "appointments:officers",
            roles=[ADMINISTRATOR, AUDITOR],
            order=910,
            group_ko="운영",
            group_en="Operations",
        ),
    )
    records = "on_record.declare_rows"
