from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig
from jiphyeon.kernel import Words


class PlansConfig(RoomConfig):
    name = "jiphyeon.contexts.plans"
    label = "plans"
    called = Words("업무계획", "Year plan")
    roles = (PLAN_OWNER,)
    load_city = "api.load_city"
    navigation = (
        MenuEntry("업무계획", "Year plan", "desk:home", order=10),
        MenuEntry(
            "내가 맡은 과제",
            "My initiatives",
            "plans:mine",
            roles=[PLAN_OWNER],
            order=20,
            group_ko="업무계획",
            group_en="Year plan",
        ),
        MenuEntry(
            "기한이 지난 할 일",
            "Overdue tasks",
            "plans:overdue",
            roles=[PLAN_OWNER, AUDITOR],
            order=21,
            group_ko="업무계획",
            group_en="Year plan",
        ),
    )
    intakes = ("tables.FIGURES",)
    home = "views.living_plan.home"
    due = "my_page.due_between"
    board = "my_page.of_head"
    my_work = "my_page.of_officer"
    searched = {"initiative": Words("업무계획 과제", "initiative")}
    records = "queries.declare_rows"
    counts = {"initiatives-at-work": "queries.at_work"}
