from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "jiphyeon.contexts.notices"
    label = "notices"
