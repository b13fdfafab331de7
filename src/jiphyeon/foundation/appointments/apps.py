from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, AUDITOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig


class AppointmentsConfig(RoomConfig):
    name = "jiphyeon.foundation.appointments"
    label = "appointments"
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
