from django.apps import AppConfig

_READERS = ["case_officer", "case_signer", "auditor"]
_RULE_READERS = [*_READERS, "rules_editor", "rules_approver"]


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
        {
            "label_ko": "받을 수 있는 지원 알림",
            "label_en": "Support I may be due",
            "url_name": "benefits:tell_me",
            "roles": "citizen",
            "order": 25,
        },
        {
            "label_ko": "기준과 개정",
            "label_en": "Rules and reforms",
            "url_name": "benefits:rules",
            "roles": _RULE_READERS,
            "order": 20,
        },
        {
            "label_ko": "지원 안내",
            "label_en": "Outreach",
            "url_name": "benefits:outreach",
            "roles": _READERS,
            "order": 30,
        },
    ]
