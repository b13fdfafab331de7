from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words

_READERS = (CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD)


class OutreachConfig(RoomConfig):
    name = "jiphyeon.contexts.outreach"
    label = "outreach"
    called = Words("지원 안내", "Outreach")
    trail = {"outreach": Words("지원 안내 명단", "Those told of support")}
    after = ("mydata", "programmes", "benefits")
    navigation = (
        MenuEntry(
            "받을 수 있는 지원 알림", "Support I may be due", "outreach:tell_me", roles="citizen", order=25
        ),
        MenuEntry("지원 안내", "Outreach", "outreach:index", roles=_READERS, order=30),
    )
    queues = ("tables.ROUNDS",)
    formerly = {
        "benefits/mine/tell-me/": "tell_me",
        "benefits/outreach/": "index",
        "benefits/outreach/<slug:programme>/": "programme",
        "benefits/outreach/<slug:programme>/send/": "send",
    }
    records = "queries.declare_rows"
