from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER, RULES_APPROVER, RULES_EDITOR
from jiphyeon.foundation.rooms.declaring import Errand, MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class ProgrammesConfig(RoomConfig):
    name = "jiphyeon.contexts.programmes"
    label = "programmes"
    called = Words("지원 기준", "Programmes")
    roles = (CASE_OFFICER, CASE_SIGNER, RULES_EDITOR, RULES_APPROVER)
    counter_roles = (CASE_OFFICER,)
    load_city = "api.load_city"
    navigation = (MenuEntry("받을 수 있는 지원", "Benefits", "programmes:index", order=10),)
    errands = (Errand(Words("받을 수 있는 지원 찾기", "Find what I can get"), "programmes:find", order=10),)
    searched = {"programme": Words("지원사업", "programme")}
    my_page = "my_page.of_person"
    records = "queries.on_record.declare_rows"
    formerly = {
        "benefits/": "index",
        "benefits/find/": "find",
        "benefits/programmes/<slug:programme>/": "programme",
        "benefits/api/openapi.json": "open_data:openapi",
        "benefits/api/programmes": "api_list_programmes",
        "benefits/api/programmes/<str:programme_id>": "api_one_programme",
        "benefits/api/programmes/<str:programme_id>/explain": "api_explain",
    }
    counts = {"published-programmes": "queries.catalogue.published"}
