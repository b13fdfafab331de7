from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig


class RelaysConfig(RoomConfig):
    name = "jiphyeon.foundation.relays"
    label = "relays"
    after = ("outbox",)
    records = "queries.declare_rows"
    navigation = (
        MenuEntry(
            "중계자가 알려 온 것",
            "What the relay told us",
            "relays:board",
            roles=[JOBS_OPERATOR],
            order=906,
            group_ko="운영",
            group_en="Operations",
        ),
    )

    def ready(self) -> None:
        """Have the relay's channel served, now that models are loaded."""
        super().ready()
        self.find("connecting.connect")()
