"""What can be made to go wrong, for all items (`*`) or for one, for a number of answers or until switched off."""

from __future__ import annotations

from jiphyeon.kernel import Words
from jiphyeon.simulators.mydata_provider.store import Store

KINDS = {
    "timeout": Words("답하지 않음 (30초)", "Never answers (30 s)"),
    "slow": Words("느리게 답함 (2초)", "Answers slowly (2 s)"),
    "replay": Words("예전 답을 다시 보냄", "Sends an old answer again"),
    "unsigned": Words("서명 없이 보냄", "Sends an unsigned answer"),
    "wrong_key": Words("다른 열쇠로 서명함", "Signs with a wrong key"),
    "stale": Words("오래된 답을 보냄", "Sends an answer that is out of date"),
    "holder_error": Words("보유 기관 오류", "The holder reports an error"),
}
EVERY_ITEM = "*"


def switch_on(store: Store, *, item: str, kind: str, times: int | None) -> None:
    """Let an item (or all) go wrong; `times` None means until switched off."""
    with store.writing() as rows:
        rows.execute(
            "INSERT INTO fault (item, kind, left) VALUES (?, ?, ?) "
            "ON CONFLICT (item) DO UPDATE SET kind = excluded.kind, left = excluded.left",
            [item, kind, times],
        )


def switch_off(store: Store, *, item: str | None = None) -> None:
    """Switch one fault off, or all."""
    with store.writing() as rows:
        if item is None:
            rows.execute("DELETE FROM fault")
        else:
            rows.execute("DELETE FROM fault WHERE item = ?", [item])


def switched_on(store: Store) -> list[tuple[str, str, int | None]]:
    """Return (item, kind, times left) of every fault."""
    with store.writing() as rows:
        return [tuple(row) for row in rows.execute("SELECT item, kind, left FROM fault ORDER BY item")]


def striking(store: Store, item: str) -> str:
    """Return the fault that strikes this answer and count it down, or "" where all is well."""
    with store.writing() as rows:
        row = rows.execute(
            "SELECT item, kind, left FROM fault WHERE item IN (?, ?) ORDER BY item DESC LIMIT 1",
            [item, EVERY_ITEM],
        ).fetchone()
        if row is None:
            return ""
        if row["left"] is not None:
            rows.execute("UPDATE fault SET left = left - 1 WHERE item = ?", [row["item"]])
            rows.execute("DELETE FROM fault WHERE left <= 0")
        return str(row["kind"])
