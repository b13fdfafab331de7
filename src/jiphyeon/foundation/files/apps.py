from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jiphyeon.foundation.files"
    label = "files"
