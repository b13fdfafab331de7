"""The tables of the ground that no leaf holds: what the city works with and no deed put on the log, and what is no record at all."""

from __future__ import annotations

from jiphyeon.foundation.ledger.rows import pass_over, unheld
from jiphyeon.kernel import Words

_UNHELD = {
    Words(
        "계정을 만들거나 고치는 일은 기록부에 적지 않습니다",
        "making and changing an account is not put on the log: whose a key is, names and birth dates are not compared",
    ): ["accounts.User", "accounts.Citizen"],
    Words(
        "로그인 수단은 기록부에 적지 않습니다",
        "ways of signing in are not put on the log",
    ): [
        "account.EmailAddress",
        "mfa.Authenticator",
        "socialaccount.SocialAccount",
        "socialaccount.SocialApp",
        "socialaccount.SocialToken",
    ],
    Words(
        "도시 꾸러미에서 읽은 것이며, 고치는 일은 기록부에 적지 않습니다",
        "read from the city pack; changing it is not put on the log",
    ): ["accounts.Membership", "organisation.Body", "organisation.Post", "organisation.Unit"],
    Words(
        "자료 반입은 열람 기록에만 적습니다",
        "taking in a file is written on the private trail alone",
    ): ["imports.Import"],
    Words("부재와 대행은 기록부에 적지 않습니다", "absences are not put on the log"): ["queues.Absence"],
}

_NO_RECORD = {
    Words("기록부가 스스로 다시 걷습니다", "the walk over the log holds them itself"): [
        *(f"ledger.{table}" for table in ("Entry", "Head", "SigningKey", "Tile", "TrailEntry", "Tree")),
    ],
    Words("로그인하는 동안만 씁니다", "used only while somebody signs in"): [
        "account.EmailConfirmation",
        "accounts.Remembered",
        "accounts.SignInTries",
        "sessions.Session",
    ],
    Words("프레임워크의 표이며 집현은 쓰지 않습니다", "the framework's own; nothing here goes by it"): [
        "auth.Group",
        "auth.Permission",
        "contenttypes.ContentType",
    ],
    Words("기계가 할 일의 순서입니다", "what the machine has to do, and when"): [
        "clock.CivilDay",
        "jobs.Job",
        "jobs.Scheduled",
        "organisation.LoadedPack",
    ],
    Words("다른 표에서 다시 만들 수 있습니다", "made anew from other tables"): [
        "search.Findable",
        "search.Spelling",
    ],
    Words("담당자가 정한 화면일 뿐입니다", "only how an officer likes a list"): ["queues.SavedView"],
}


def declare_rows() -> None:
    """Have `ledger verify --rows` name these tables, each with the reason."""
    for why, tables in _UNHELD.items():
        unheld(why, tables)
    for why, tables in _NO_RECORD.items():
        pass_over(why, tables)
