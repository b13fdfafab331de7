from jiphyeon.foundation.rooms.declaring import RoomConfig


class MessagesConfig(RoomConfig):
    name = "jiphyeon.foundation.messages"
    label = "outbox"  # "messages" is Django's own, of the lines it flashes on a page
    load_city = "terms.load_city"
    records = "queries.declare_rows"

    def ready(self) -> None:
        """Say by what each channel is served here, now that models are loaded."""
        super().ready()
        self.find("connecting.connect")()
