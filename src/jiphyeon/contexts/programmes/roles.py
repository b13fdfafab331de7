"""Who prepares cases, who signs them, who drafts the rules and who lets them take effect; never the one who drafted them."""

from jiphyeon.foundation.rooms.roles import Role

CASE_OFFICER = Role("case_officer", "심사 담당", "prepares benefit cases")
CASE_SIGNER = Role("case_signer", "결재", "signs decisions")
RULES_EDITOR = Role("rules_editor", "기준 작성", "drafts the rules")
RULES_APPROVER = Role("rules_approver", "기준 승인", "approves the rules")
