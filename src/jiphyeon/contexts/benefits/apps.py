from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words

_READERS = (CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD)


class BenefitsConfig(RoomConfig):
    name = "jiphyeon.contexts.benefits"
    label = "benefits"
    called = Words("지원", "Support")
    trail = {"case": Words("신청", "Application"), "call": Words("모집의 순위", "Ranking of a call")}
    after = ("mydata", "plans", "programmes")
    load_demo = "api.load_demo"
    navigation = (
        MenuEntry("내 신청", "My applications", "benefits:mine", roles="citizen", order=20),
        MenuEntry("신청 심사", "Applications", "benefits:desk", roles=_READERS, order=10),
    )
    formerly = {"benefits/mine/looks/": "ledger:looks"}
    my_page = "my_page.of_person"
    queues = ("tables.CASES",)
    paid_to = "queries.cases.paid_to"
    records = "queries.on_record.declare_rows"

    def ready(self) -> None:
        super().ready()
        self.find("queries.cases.tell_programmes")()
