from django.apps import AppConfig

from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ui.navigation import Entry

_READERS = (Role.CASE_OFFICER, Role.CASE_SIGNER, Role.AUDITOR)


class BenefitsConfig(AppConfig):
    name = "jiphyeon.contexts.benefits"
    label = "benefits"
    navigation = (
        Entry("받을 수 있는 지원", "Benefits", "benefits:index", order=10),
        Entry("내 신청", "My applications", "benefits:mine", roles="citizen", order=20),
        Entry("신청 심사", "Applications", "benefits:desk", roles=_READERS, order=10),
    )
