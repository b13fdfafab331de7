from jiphyeon.contexts.e_notices.roles import NOTICE_APPROVER, NOTICE_SENDER, READERS
from jiphyeon.foundation.rooms.declaring import Errand, MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class ENoticesConfig(RoomConfig):
    name = "jiphyeon.contexts.e_notices"
    label = "e_notices"
    called = Words("전자고지", "E-notices")
    after = ("wordings",)
    roles = (NOTICE_SENDER, NOTICE_APPROVER)
    load_city = "api.load_city"
    load_demo = "api.load_demo"
    navigation = (
        MenuEntry("전자고지", "E-notices", "e_notices:desk", roles=tuple(READERS), order=61),
        MenuEntry(
            "고지 대상", "Notices sent", "e_notices:addressees:notices", roles=tuple(READERS), order=62
        ),
    )
    errands = (
        Errand(Words("받은 알림이 진짜인지 확인", "Check that a notice is real"), "e_notices:check", 45),
    )
    my_page = "my_page.of_person"
    queues = ("tables.SENDINGS", "tables.NOTICES")
    counts = {"e_notices.served": "queries.sendings.served_by_phone"}
    intakes = ("tables.PARKING_FILE",)
    records = "queries.sendings.declare_rows"

    def ready(self) -> None:
        """Say on which page documents open that people are led to from their app, and how letters are posted."""
        from jiphyeon.foundation.printing import api as printing  # noqa: PLC0415 -- models are loaded now
        from jiphyeon.foundation.relays import api as relays  # noqa: PLC0415 -- as above

        super().ready()
        printing.posted_as("e_notices", self.find("queries.posting.postings"))
        relays.opens("e_notices", "e_notices:open")
