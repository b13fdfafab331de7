from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class FeesConfig(RoomConfig):
    name = "jiphyeon.contexts.fees"
    label = "fees"
    called = Words("감면", "Fees")
    trail = {"fee": Words("이용료 감면", "Fee and what lowers it")}
    trail_words = "queries.trail_words"
    after = ("mydata", "plans", "programmes")
    navigation = (
        MenuEntry(
            "감면 확인",
            "Fees checked",
            "fees:answers",
            roles=(CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD),
            order=35,
        ),
    )
    queues = ("tables.ANSWERS",)
    formerly = {
        "benefits/fees/": "index",
        "benefits/fees/<slug:facility>/": "facility",
        "benefits/fees/receipts/<uuid:key>/": "receipt",
    }
    records = "queries.declare_rows"
    load_city = "api.load_city"
    searched = {"facility": Words("시설", "facility")}
