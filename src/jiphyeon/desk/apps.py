from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jiphyeon.desk"
    label = "desk"
