"""What an officer may be asked to do. A role is held through an appointment to a post, for a period."""

from __future__ import annotations

from typing import Self

from jiphyeon.kernel import Words


class Role(str):
    """A duty of the office, not a technical permission: the word that is stored, and what it is called.

    A room writes its own in `roles.py` and names them in its `apps.py`:

        VISIT_OFFICER = Role("visit_officer", "방문 담당", "plans visits")
    """

    __slots__ = ("words",)
    words: Words

    def __new__(cls, word: str, ko: str, en: str) -> Self:
        """Return the role that is stored as `word`; the English says what its holder does."""
        role = super().__new__(cls, word)
        role.words = Words(ko, en)
        return role

    @property
    def holder(self) -> Words:
        """Return what somebody who holds it is called."""
        ko = self.words.ko
        return Words(f"{ko}자" if ko.endswith("담당") else f"{ko} 담당자", f"an officer who {self.words.en}")

    def __reduce__(self) -> tuple[type[Role], tuple[str, str, str]]:
        """Say how a role is made again from a copy of it."""
        return (type(self), (str(self), self.words.ko, self.words.en))


AUDITOR = Role("auditor", "감사", "reads everything, changes nothing")
HEAD = Role("head", "실·국장", "leads the office and reads how its work goes")
ADMINISTRATOR = Role("administrator", "관리자", "appoints officers")
