from django.apps import AppConfig

_READERS = ["case_officer", "case_signer", "auditor"]


class BenefitsConfig(AppConfig):
    name = "jiphyeon.contexts.benefits"
    label = "benefits"
    navigation = [
        {
            "label_ko": "받을 수 있는 지원",
            "label_en": "Benefits",
            "url_name": "benefits:index",
            "roles": "everyone",
            "order": 10,
        },
        {
            "label_ko": "내 신청",
            "label_en": "My applications",
            "url_name": "benefits:mine",
            "roles": "citizen",
            "order": 20,
        },
        {
            "label_ko": "신청 심사",
            "label_en": "Applications",
            "url_name": "benefits:desk",
            "roles": _READERS,
            "order": 10,
        },
    ]
