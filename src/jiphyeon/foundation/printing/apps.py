from jiphyeon.foundation.printing.roles import PRINT_OFFICER, READERS
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class PrintingConfig(RoomConfig):
    name = "jiphyeon.foundation.printing"
    label = "printing"
    called = Words("인쇄와 발송", "Printing and posting")
    after = ("outbox",)
    roles = (PRINT_OFFICER,)
    load_city = "terms.load_city"
    records = "queries.declare_rows"
    navigation = (
        MenuEntry("인쇄와 발송", "Printing and posting", "printing:desk", roles=tuple(READERS), order=65),
    )
    queues = ("tables.RUNS",)
    intakes = ("tables.RESULTS",)

    def ready(self) -> None:
        """Say that paper is served here, now that models are loaded."""
        super().ready()
        self.find("connecting.connect")()
