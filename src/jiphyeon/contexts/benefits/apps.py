from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "jiphyeon.contexts.benefits"
    label = "benefits"
