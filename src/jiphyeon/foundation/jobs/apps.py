from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "jiphyeon.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        # The schedule and the subscribers are what these modules say; every process must know them to publish.
        autodiscover_modules("tasks", "subscribers")
