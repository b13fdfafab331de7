from django.apps import AppConfig


class MydataConfig(AppConfig):
    name = "jiphyeon.contexts.mydata"
    label = "mydata"
    navigation = [
        {
            "label_ko": "내 자료 동의",
            "label_en": "My data",
            "url_name": "mydata:mine",
            "roles": "citizen",
            "order": 40,
        }
    ]
