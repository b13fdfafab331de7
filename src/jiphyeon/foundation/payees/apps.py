from jiphyeon.foundation.payees.roles import PAYER
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.foundation.rooms.roles import AUDITOR
from jiphyeon.kernel import Words


class PayeesConfig(RoomConfig):
    name = "jiphyeon.foundation.payees"
    label = "payees"
    called = Words("받는 계좌", "Accounts to pay to")
    after = ("accounts", "notices")
    roles = (PAYER,)
    load_city = "queries.load_city"
    load_demo = "api.load_demo"
    navigation = (
        MenuEntry("받는 계좌 확인", "Accounts to pay to", "payees:desk", roles=(PAYER, AUDITOR), order=20),
    )
    my_page = "my_page.of_person"
    queues = ("tables.ACCOUNTS",)
