from django.apps import AppConfig


class SecretsConfig(AppConfig):
    name = "jiphyeon.foundation.secrets"
    label = "secrets"
