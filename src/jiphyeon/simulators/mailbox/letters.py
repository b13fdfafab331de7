"""Letters as files: one for each Message-ID, with how often it came and when first."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail that came. `at` is seconds since 1970, `times` how often the same one came."""

    number: str
    message_id: str
    to: list[str]
    sender: str
    subject: str
    body: str
    at: float
    times: int


class Letters:
    """A folder of letters."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._writing = Lock()

    def take(self, raw: bytes, to: list[str], *, at: float) -> Letter:
        """Keep one mail; the same Message-ID again only counts."""
        parsed: Any = message_from_bytes(raw, policy=policy.default)
        message: EmailMessage = parsed
        identity = str(message["Message-ID"] or sha256(raw).hexdigest())
        number = sha256(identity.encode()).hexdigest()[:16]
        file = self.folder / f"{number}.json"
        with self._writing:
            before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
            body = message.get_body(("plain",))
            letter = Letter(
                number=number,
                message_id=identity,
                to=to,
                sender=str(message["From"] or ""),
                subject=str(message["Subject"] or ""),
                body=body.get_content() if body is not None else "",
                at=before["at"] if before else at,
                times=before["times"] + 1 if before else 1,
            )
            partial = file.with_suffix(".partial")
            partial.write_text(json.dumps(asdict(letter), ensure_ascii=False), encoding="utf-8")
            partial.replace(file)
        return letter

    def all(self) -> list[Letter]:
        """Return every letter, newest first."""
        read = [Letter(**json.loads(file.read_text(encoding="utf-8"))) for file in self.folder.glob("*.json")]
        return sorted(read, key=lambda letter: (-letter.at, letter.number))
