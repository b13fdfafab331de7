from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jiphyeon.foundation.ledger"
    label = "ledger"
    navigation = [
        {
            "label_ko": "확인하기",
            "label_en": "Check us",
            "url_name": "ledger:check",
            "roles": "everyone",
            "order": 80,
        }
    ]
