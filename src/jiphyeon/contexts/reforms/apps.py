from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER, RULES_APPROVER, RULES_EDITOR
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words

_READERS = (CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD, RULES_EDITOR, RULES_APPROVER)


class ReformsConfig(RoomConfig):
    name = "jiphyeon.contexts.reforms"
    label = "reforms"
    called = Words("기준 개정", "Changes of terms")
    after = ("programmes",)
    load_demo = "api.load_demo"
    navigation = (MenuEntry("기준과 개정", "Rules and reforms", "reforms:index", roles=_READERS, order=20),)
    formerly = {
        "benefits/rules/": "index",
        "benefits/rules/reforms/new/": "reform_new_several",
        "benefits/rules/runs/new/": "run_new_several",
        "benefits/rules/<slug:programme>/": "rules",
        "benefits/rules/<slug:programme>/reforms/new/": "reform_new",
        "benefits/rules/<slug:programme>/runs/new/": "run_new",
        "benefits/rules/reforms/<uuid:key>/": "reform",
        "benefits/rules/runs/<uuid:key>/": "run",
        "benefits/rules/runs/<uuid:key>/report.<slug:kind>": "report_file",
    }
    queues = ("tables.lists.REFORMS", "tables.lists.RUNS")
    records = "queries.on_record.declare_rows"
