from django.utils.module_loading import autodiscover_modules

from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.rooms.declaring import MenuEntry, RoomConfig


class JobsConfig(RoomConfig):
    name = "jiphyeon.foundation.jobs"
    label = "jobs"
    roles = (JOBS_OPERATOR,)
    navigation = (
        MenuEntry(
            "자동 작업",
            "Work queue",
            "jobs:board",
            roles=[JOBS_OPERATOR],
            order=900,
            group_ko="운영",
            group_en="Operations",
        ),
    )
    my_work = "my_page.of_officer"

    def ready(self) -> None:
        super().ready()
        # The schedule and the subscribers are what these modules say; every process must know them to publish.
        autodiscover_modules("tasks", "subscribers")
