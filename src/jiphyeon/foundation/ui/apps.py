from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jiphyeon.foundation.ui"
    label = "ui"
