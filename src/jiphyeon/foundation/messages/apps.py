from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class MessagesConfig(RoomConfig):
    name = "jiphyeon.foundation.messages"
    label = "outbox"  # "messages" is Django's own, of the lines it flashes on a page
    called = Words("전달", "Messages going out")
    trail = {"channel": Words("보내는 길", "Channel")}
    trail_words = "tables.channel_words"
    load_city = "terms.load_city"
    records = "queries.declare_rows"
    navigation = (
        MenuEntry(
            "전달 현황",
            "Messages going out",
            "messages:board",
            roles=[JOBS_OPERATOR],
            order=905,
            group_ko="운영",
            group_en="Operations",
        ),
    )
    my_work = "my_page.of_officer"

    def ready(self) -> None:
        """Say by what each channel is served here, now that models are loaded."""
        super().ready()
        self.find("connecting.connect")()
