from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jiphyeon.foundation.ledger"
    label = "ledger"
