"""The protocol: pushed request (RFC 9126), code with PKCE (RFC 7636, S256 only), scoped token, one signed answer an item."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from jiphyeon.simulators.mydata_provider.people import People
from jiphyeon.simulators.mydata_provider.signing import Signer
from jiphyeon.simulators.mydata_provider.store import Store
from jiphyeon.simulators.web import ProtocolError

REQUEST_SECONDS = 600
CODE_SECONDS = 60
TOKEN_SECONDS = 120
REFRESH_SECONDS = 366 * 86400
ANSWER_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Client:
    """The one office that is registered here. Loopback addresses may use any port (RFC 8252, 7.3)."""

    name: str
    secret: str
    redirect_path: str
    redirect_uris: tuple[str, ...] = ()

    def check(self, name: str, secret: str) -> None:
        """Refuse anybody else."""
        if not (
            hmac.compare_digest(name.encode(), self.name.encode())
            and hmac.compare_digest(secret.encode(), self.secret.encode())
        ):
            raise ProtocolError("invalid_client", 401)

    def may_return_to(self, address: str) -> bool:
        """Return whether an address is the client's own."""
        parts = urlsplit(address)
        loopback = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
        plain = not (parts.query or parts.fragment or parts.username)
        return address in self.redirect_uris or (loopback and plain and parts.path == self.redirect_path)


def hashed(value: str) -> str:
    """Return what is kept of a code or token instead of itself."""
    return sha256(value.encode()).hexdigest()


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(slots=True)
class Provider:
    """Everything the endpoints do, apart from HTTP. `at` is seconds since 1970."""

    store: Store
    people: People
    signer: Signer
    client: Client
    issuer: str
    items: frozenset[str]
    month_end: frozenset[str]  # standing that is granted by the month

    def push(self, form: Mapping[str, str], *, at: float) -> dict[str, Any]:
        """Take in a request for authorisation and return the handle it is opened with."""
        if form.get("response_type") != "code":
            raise ProtocolError("unsupported_response_type")
        if form.get("code_challenge_method") != "S256" or len(form.get("code_challenge", "")) != 43:
            raise ProtocolError("invalid_request")
        if not self.client.may_return_to(form.get("redirect_uri", "")) or len(form.get("state", "")) < 16:
            raise ProtocolError("invalid_request")
        scope = form.get("scope", "").split()
        if not scope or not set(scope) <= self.items:
            raise ProtocolError("invalid_scope")
        try:
            terms = json.loads(form["terms"])
            date.fromisoformat(terms["on"])  # the city's day: what is sent is as of it
        except (KeyError, TypeError, ValueError):
            raise ProtocolError("invalid_request") from None
        uri = f"urn:ietf:params:oauth:request_uri:{secrets.token_urlsafe(32)}"
        with self.store.writing() as rows:
            rows.execute("DELETE FROM request WHERE expires < ?", [at])
            rows.execute(
                "INSERT INTO request (uri, client, redirect_uri, scope, state, challenge, terms, offline, language, "
                "expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    uri, self.client.name, form["redirect_uri"], " ".join(scope), form["state"],
                    form["code_challenge"], json.dumps(terms), int(form.get("offline") == "1"),
                    form.get("ui_locales", "ko"), at + REQUEST_SECONDS,
                ],
            )  # fmt: skip
        return {"request_uri": uri, "expires_in": REQUEST_SECONDS}

    def request(self, uri: str, *, at: float) -> sqlite3.Row:
        """Return a request still waiting for its person."""
        with self.store.writing() as rows:
            row: sqlite3.Row | None = rows.execute(
                "SELECT * FROM request WHERE uri = ? AND expires >= ? AND answered = 0", [uri, at]
            ).fetchone()
        if row is None:
            raise ProtocolError("invalid_request_uri")
        return row

    def identify(self, uri: str, linking: str, *, at: float) -> None:
        """Note who is in front of the page; in this simulation a press on a name counts as proof."""
        self.request(uri, at=at)
        if self.people.get(linking) is None:
            raise ProtocolError("unknown_person")
        with self.store.writing() as rows:
            rows.execute("UPDATE request SET person = ? WHERE uri = ?", [linking, uri])

    def consent(self, uri: str, items: frozenset[str], *, at: float) -> dict[str, str]:
        """Take the person's choice once; return what goes back to the client: a code for these items, or a no."""
        row = self.request(uri, at=at)
        if row["person"] is None:
            raise ProtocolError("login_required")
        chosen = [item for item in row["scope"].split() if item in items]
        code = secrets.token_urlsafe(32)
        with self.store.writing() as rows:
            taken = rows.execute(
                "UPDATE request SET answered = 1 WHERE uri = ? AND answered = 0", [uri]
            ).rowcount
            if not taken:
                raise ProtocolError("invalid_request_uri")
            if chosen:
                rows.execute(
                    "INSERT INTO code (hash, client, redirect_uri, scope, challenge, person, offline, expires) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        hashed(code), row["client"], row["redirect_uri"], " ".join(chosen), row["challenge"],
                        row["person"], row["offline"], at + CODE_SECONDS,
                    ],
                )  # fmt: skip
        back = {"state": row["state"], "iss": self.issuer}
        return {"code": code, **back} if chosen else {"error": "access_denied", **back}

    def token(self, form: Mapping[str, str], *, at: float) -> dict[str, Any]:
        """Give a short-lived token for a code and its verifier, or for a regular consent's refresh token."""
        if form.get("grant_type") == "authorization_code":
            row = self._redeemed(form, at=at)
            origin, offline = row["hash"], bool(row["offline"])
        elif form.get("grant_type") == "refresh_token":
            row = self._live("refresh", form.get("refresh_token", ""), at=at)
            origin, offline = row["code"], False
        else:
            raise ProtocolError("unsupported_grant_type")
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        made = [("access", access, at + TOKEN_SECONDS)]
        if offline:
            made.append(("refresh", refresh, at + REFRESH_SECONDS))
        with self.store.writing() as rows:
            rows.execute("DELETE FROM token WHERE expires < ?", [at])
            rows.executemany(
                "INSERT INTO token (hash, kind, code, client, scope, person, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    [hashed(value), kind, origin, row["client"], row["scope"], row["person"], expires]
                    for kind, value, expires in made
                ],
            )
        given = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": row["scope"],
        }
        return {**given, "refresh_token": refresh} if offline else given

    def _redeemed(self, form: Mapping[str, str], *, at: float) -> sqlite3.Row:
        found = hashed(form.get("code", ""))
        with self.store.writing() as rows:
            row: sqlite3.Row | None = rows.execute("SELECT * FROM code WHERE hash = ?", [found]).fetchone()
            if row is not None and row["used"]:
                # A code seen twice was stolen once: whatever it opened is shut (RFC 6749, 4.1.2).
                rows.execute("UPDATE token SET revoked = 1 WHERE code = ?", [found])
            rows.execute("UPDATE code SET used = 1 WHERE hash = ?", [found])
        good = (
            row is not None
            and not row["used"]
            and row["expires"] >= at
            and row["redirect_uri"] == form.get("redirect_uri")
            and hmac.compare_digest(row["challenge"], challenge_of(form.get("code_verifier", "")))
        )
        if row is None or not good:
            raise ProtocolError("invalid_grant")
        return row

    def _live(self, kind: str, value: str, *, at: float) -> sqlite3.Row:
        with self.store.writing() as rows:
            row: sqlite3.Row | None = rows.execute(
                "SELECT * FROM token WHERE hash = ? AND kind = ? AND revoked = 0 AND expires >= ?",
                [hashed(value), kind, at],
            ).fetchone()
        if row is None:
            raise ProtocolError("invalid_grant") if kind == "refresh" else ProtocolError("invalid_token", 401)
        return row

    def revoke(self, value: str) -> None:
        """Shut a token and everything that came from the same consent; unknown ones are passed over (RFC 7009)."""
        with self.store.writing() as rows:
            rows.execute(
                "UPDATE token SET revoked = 1 WHERE code IN (SELECT code FROM token WHERE hash = ?)",
                [hashed(value)],
            )

    def answer(
        self,
        item: str,
        token: str,
        *,
        nonce: str,
        on: date,
        at: float,
        asked: Collection[str] = (),
        fault: str = "",
    ) -> dict[str, Any]:
        """Return one item's signed answer to the holder of a token that opens it, and log it: the facts `asked`, or all."""
        row = self._live("access", token, at=at)
        if item not in row["scope"].split():
            raise ProtocolError("insufficient_scope", 403)
        if fault == "replay":
            nonce, old = "an-earlier-request", self._last_answer(row["person"], item)
            if old is not None:
                return {"answer": old}
        claims = self._claims(
            row["person"],
            item,
            asked,
            client=row["client"],
            nonce=nonce,
            on=on,
            at=at - 3600 * (fault == "stale"),
        )
        compact = self.signer.signed(claims, fault=fault)
        sound = compact if fault in {"", "slow"} else ""  # only a sound answer is worth sending again
        with self.store.writing() as rows:
            rows.execute(
                "INSERT INTO answered (jti, person, item, client, outcome, at, compact) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [claims["jti"], row["person"], item, row["client"], claims["outcome"], at, sound],
            )
        return {"answer": compact}

    def _last_answer(self, person: str, item: str) -> str | None:
        with self.store.writing() as rows:
            row = rows.execute(
                "SELECT compact FROM answered WHERE person = ? AND item = ? AND compact <> '' ORDER BY at DESC LIMIT 1",
                [person, item],
            ).fetchone()
        return str(row["compact"]) if row else None

    def _claims(
        self, linking: str, item: str, asked: Collection[str], *, client: str, nonce: str, on: date, at: float
    ) -> dict[str, Any]:
        person = self.people.get(linking)
        facts = person.facts(item, on) if person else None
        if facts is not None and asked:
            facts = {name: value for name, value in facts.items() if name in asked}
        document = json.dumps({"item": item, "of": linking, "facts": facts}, default=str, sort_keys=True)
        return {
            "iss": self.issuer,
            "aud": client,
            "sub": linking,
            "jti": secrets.token_urlsafe(16),
            "iat": int(at),
            "exp": int(at) + ANSWER_SECONDS,
            "nonce": nonce,
            "item": item,
            "outcome": "unknown" if facts is None else "answered",
            "facts": json.loads(json.dumps(dict(facts or {}), default=str)),
            "rule": f"{item}/2024-01",
            "as_of": on.isoformat(),
            "valid_until": _holds_until(on, month_end=item in self.month_end).isoformat(),
            "document": sha256(document.encode()).hexdigest(),
        }

    def log(self, limit: int = 50) -> list[sqlite3.Row]:
        """Return the latest answers given: to whom, about whom, which item, when."""
        with self.store.writing() as rows:
            return rows.execute(
                "SELECT jti, person, item, client, outcome, at FROM answered ORDER BY at DESC LIMIT ?",
                [limit],
            ).fetchall()


def _holds_until(on: date, *, month_end: bool) -> date:
    if month_end:
        following = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
        return following - timedelta(days=1)
    return on + timedelta(days=30)
