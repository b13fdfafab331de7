from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from jiphyeon.foundation.accounts.roles import Role


class JobsConfig(AppConfig):
    name = "jiphyeon.foundation.jobs"
    label = "jobs"
    navigation = [
        {
            "label_ko": "할 일 줄",
            "label_en": "Work queue",
            "url_name": "jobs:board",
            "roles": [Role.JOBS_OPERATOR],
            "order": 900,
            "group_ko": "운영",
            "group_en": "Operations",
        }
    ]

    def ready(self) -> None:
        # The schedule and the subscribers are what these modules say; every process must know them to publish.
        autodiscover_modules("tasks", "subscribers")
