"""What the banks know: whose name stands on which account, from a city's `demo/accounts.yaml`; and how one asks them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jiphyeon.kernel import source
from jiphyeon.simulators.web import ProtocolError

TOKEN_SECONDS = 600
FOUND, FAILED, NO_SUCH = "A0000", "A0002", "412"
FAULTS = {
    "timeout": "never answers (30 s)",
    "slow": "answers slowly (2 s)",
    "error": "fails (500)",
    "garbled": "answers what nobody can read",
    "bank_closed": "the bank behind it does not answer",
    "wrong_name": "tells another person's name",
}
MOST_ASKED = {
    "bank_code_std": 3,
    "account_num": 16,
    "account_holder_info": 13,
    "bank_tran_id": 20,
    "tran_dtime": 14,
}


@dataclass(frozen=True, slots=True)
class Account:
    """An invented account: the bank's code, the digits, the name on it, and the holder's birthday as YYMMDD."""

    bank: str
    number: str
    holder: str
    born: str


def read_accounts(file: Path) -> list[Account]:
    """Return the accounts of a city's demo; none where it has no such file. Refused, with the line, where it cannot be read."""
    if not file.exists():
        return []
    return [
        Account(
            entry.text("bank", "an account"),
            entry.text("number", "an account"),
            entry.text("holder", "an account"),
            f"{entry.day('birth_date', 'an account'):%y%m%d}",
        )
        for entry in source.read(file, file.name).listed("accounts", "the accounts")
    ]


def read_banks(file: Path) -> dict[str, str]:
    """Return what a pack's `payees.yaml` calls each bank today, in both languages, by its code; none without the file."""
    if not file.exists():
        return {}
    named = {
        entry.text("code", "a bank"): entry.words("name", "a bank")
        for entry in source.read(file, file.name).listed("banks", "the banks")
    }
    return {code: f"{words.ko} · {words.en}" for code, words in named.items()}


@dataclass(slots=True)
class Service:
    """The service as one office is registered with it. `asked` counts the inquiries; nothing of them is kept."""

    client: str
    secret: str
    accounts: Mapping[tuple[str, str], Account]
    banks: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    left: int | None = None
    asked: int = 0
    _tokens: dict[str, float] = field(default_factory=dict)

    def token(self, form: Mapping[str, str], *, at: float) -> dict[str, str | int]:
        """Give an access token for a client that says its secret."""
        known = secrets.compare_digest(form.get("client_secret", "").encode(), self.secret.encode())
        if not known or form.get("client_id") != self.client:
            raise ProtocolError("invalid_client", 401)
        if form.get("grant_type") != "client_credentials" or form.get("scope") != "oob":
            raise ProtocolError("invalid_request")
        access = secrets.token_urlsafe(24)
        self._tokens = {one: until for one, until in self._tokens.items() if until > at}
        self._tokens[access] = at + TOKEN_SECONDS
        return {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "scope": "oob"}

    def striking(self) -> str:
        """Return the fault that strikes this answer and count it down, or "" where all is well."""
        fault = self.fault
        if fault and self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.fault, self.left = "", None
        return fault

    def inquire(self, access: str, asked: Mapping[str, object], *, at: float, fault: str) -> dict[str, str]:
        """Tell the name on an account; of one that is not there, or is somebody else's by the birthday, that there is none."""
        if self._tokens.get(access, 0.0) < at:
            raise ProtocolError("invalid_token", 401)
        fields = {name: str(asked.get(name, "")) for name in MOST_ASKED}
        if any(not value or len(value) > MOST_ASKED[name] for name, value in fields.items()):
            raise ProtocolError("invalid_request")
        self.asked += 1
        head = {
            "api_tran_id": secrets.token_hex(16),
            "bank_tran_id": fields["bank_tran_id"],
            "bank_code_std": fields["bank_code_std"],
            "account_num": fields["account_num"],
            "rsp_message": "",
            "bank_rsp_message": "",
        }
        if fault == "bank_closed":
            return {**head, "rsp_code": FAILED, "bank_rsp_code": "", "account_holder_name": ""}
        known = self.accounts.get((fields["bank_code_std"], fields["account_num"]))
        if known is None or known.born != fields["account_holder_info"].strip():
            return {**head, "rsp_code": FAILED, "bank_rsp_code": NO_SUCH, "account_holder_name": ""}
        name = "다른사람" if fault == "wrong_name" else known.holder
        return {**head, "rsp_code": FOUND, "bank_rsp_code": "000", "account_holder_name": name}
