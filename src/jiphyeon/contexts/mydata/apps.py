from django.apps import AppConfig


class MydataConfig(AppConfig):
    name = "jiphyeon.contexts.mydata"
    label = "mydata"
