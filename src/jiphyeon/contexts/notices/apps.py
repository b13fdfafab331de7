from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "jiphyeon.contexts.notices"
    label = "notices"
    navigation = [
        {
            "label_ko": "내 알림",
            "label_en": "My notices",
            "url_name": "notices:inbox",
            "roles": "citizen",
            "order": 30,
        }
    ]
