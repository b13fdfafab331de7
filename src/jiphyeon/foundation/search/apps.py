from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jiphyeon.foundation.search"
    label = "search"
