from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiphyeon.foundation.accounts"
    label = "accounts"
