from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "jiphyeon.contexts.plans"
    label = "plans"
