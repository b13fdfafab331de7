from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "jiphyeon.foundation.clock"
    label = "clock"
