from django.apps import AppConfig

from jiphyeon.foundation.accounts.roles import Role


class PlansConfig(AppConfig):
    name = "jiphyeon.contexts.plans"
    label = "plans"
    navigation = [
        {
            "label_ko": "업무계획",
            "label_en": "Year plan",
            "url_name": "desk:home",
            "roles": "everyone",
            "order": 10,
        },
        {
            "label_ko": "내가 맡은 과제",
            "label_en": "My initiatives",
            "url_name": "plans:mine",
            "roles": [Role.PLAN_OWNER],
            "order": 20,
            "group_ko": "업무계획",
            "group_en": "Year plan",
        },
        {
            "label_ko": "기한이 지난 할 일",
            "label_en": "Overdue tasks",
            "url_name": "plans:overdue",
            "roles": [Role.PLAN_OWNER, Role.AUDITOR],
            "order": 21,
            "group_ko": "업무계획",
            "group_en": "Year plan",
        },
    ]
