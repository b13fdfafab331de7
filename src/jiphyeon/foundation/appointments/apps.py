from django.apps import AppConfig

from jiphyeon.foundation.accounts.roles import Role


class AppointmentsConfig(AppConfig):
    name = "jiphyeon.foundation.appointments"
    label = "appointments"
    navigation = [
        {
            "label_ko": "담당자",
            "label_en": "Officers",
            "url_name": "appointments:officers",
            "roles": [Role.ADMINISTRATOR, Role.AUDITOR],
            "order": 910,
            "group_ko": "운영",
            "group_en": "Operations",
        }
    ]
