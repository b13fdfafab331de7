"""How settings are read from the environment and the data folder; each function answers one question."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jiphyeon.config import private


def switched_on(name: str) -> bool:
    """Return whether an environment switch says yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What signs and what encrypts: `field_keys` newest first, each (key id, 32 bytes)."""

    signing: str
    field_keys: tuple[tuple[str, bytes], ...]
    ledger_key: Path


def read_secrets(*, demo: bool, testing: bool, data: Path) -> Secrets:
    """Take secrets from the environment, or, in demo mode only, make them in the data folder.

    Raises ImproperlyConfigured when a secret is missing outside demo mode, and when demo mode meets a real secret:
    demo people must never be able to sign in where real people's data lies.
    """
    given = os.environ.get("JIPHYEON_SECRET_KEY", "")
    ledger = ledger_key(data)
    if testing:
        return Secrets("testing-only", (("t1", b"t" * 32),), ledger)
    if demo and given:
        raise ImproperlyConfigured(
            "JIPHYEON_DEMO=1 and JIPHYEON_SECRET_KEY are both set: demo people may not open a city with real secrets. "
            "Unset one of them."
        )
    if demo:
        return _demo_secrets(data, ledger)
    if len(given) < 40:
        raise ImproperlyConfigured(
            "Set JIPHYEON_SECRET_KEY to at least 40 random characters (or JIPHYEON_DEMO=1)."
        )
    return Secrets(given, _field_keys(os.environ.get("JIPHYEON_FIELD_KEYS", "")), ledger)


def _field_keys(text: str) -> tuple[tuple[str, bytes], ...]:
    keys = []
    for part in filter(None, text.split(",")):
        name, _, encoded = part.partition(":")
        key = base64.b64decode(encoded, validate=True) if encoded else b""
        if not name or len(key) != 32:
            raise ImproperlyConfigured("JIPHYEON_FIELD_KEYS wants id:base64 of 32 bytes, newest first.")
        keys.append((name, key))
    if not keys:
        raise ImproperlyConfigured("Set JIPHYEON_FIELD_KEYS: personal fields are never stored in the clear.")
    return tuple(keys)


def _demo_secrets(data: Path, ledger: Path) -> Secrets:
    kept = data / "keys" / "demo.json"
    if not kept.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        made = {
            "signing": secrets.token_urlsafe(48),
            "field": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        partial = kept.with_suffix(f".{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(made), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(partial, kept)  # the first process to start wins; the others read what it wrote
        partial.unlink()
    read = json.loads(kept.read_text(encoding="utf-8"))
    return Secrets(read["signing"], (("demo", base64.b64decode(read["field"])),), ledger)


def rooms(folder: Path, package: str) -> list[str]:
    """Return the Django app of every room in a storey: a folder with an `apps.py` is a room, nothing to register."""
    return [f"{package}.{room.parent.name}" for room in sorted(folder.glob("*/apps.py"))]


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's database table: SQLite in the data folder, or PostgreSQL by URL."""
    if not url:
        private.make_file(data / "jiphyeon.sqlite3")
        return {
            # Where files can be locked, writers stand in line; see there.
            "ENGINE": "jiphyeon.config.sqlite3" if os.name == "posix" else "django.db.backends.sqlite3",
            "NAME": data / "jiphyeon.sqlite3",
            # A file is opened once a thread: opening it for every request costs more than most requests.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;",
            },
            # A file, not memory: live servers, workers and many threads see the same test database.
            "TEST": {"NAME": os.environ.get("JIPHYEON_TEST_DATABASE", str(data / "test.sqlite3"))},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}; postgres:// is meant.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("JIPHYEON_TEST_DATABASE")},
    }


def ledger_key(data: Path) -> Path:
    """Return where the key lies that signs the public log."""
    return Path(os.environ.get("JIPHYEON_LEDGER_KEY", data / "keys" / "ledger.pem"))


def ledger_seen(key: Path, url: str) -> Path:
    """Return where the newest head seen is kept: beside the ledger's key, one file for each database that key signs for."""
    given = os.environ.get("JIPHYEON_LEDGER_SEEN", "")
    database = re.sub(r"[^\w-]", "-", unquote(urlsplit(url).path.lstrip("/")))
    return Path(given) if given else key.with_name(f"ledger-seen{'-' if database else ''}{database}.json")


def mail(url: str) -> dict[str, Any]:
    """Return Django's mail settings from one address."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "127.0.0.1",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


def form_targets(*, simulated: bool) -> list[str]:
    """Return other origins a form may lead to: the pages of the MyData holder, the payment house and identity providers.

    The holder that is simulated is one only where `simulated`.
    """
    addresses = [os.environ.get("JIPHYEON_MYDATA", "http://127.0.0.1:8801" if simulated else "")]
    addresses.append(os.environ.get("JIPHYEON_PAYMENTS", ""))
    for app in openid_providers().get("openid_connect", {}).get("APPS", []):
        known = app.get("settings", {})
        addresses += [known.get("server_url", ""), *known.get("leads_to", [])]
    origins = [urlsplit(address) for address in addresses if address]
    return list(dict.fromkeys(f"{origin.scheme}://{origin.netloc}" for origin in origins))


def openid_providers() -> dict[str, Any]:
    """Return allauth's OpenID Connect table from JIPHYEON_OIDC (id, secret, server as JSON); empty where not set."""
    given = os.environ.get("JIPHYEON_OIDC", "")
    if not given:
        return {}
    try:
        apps = json.loads(given)
    except ValueError as error:
        raise ImproperlyConfigured(f"JIPHYEON_OIDC is no JSON: {error}") from error
    return {"openid_connect": {"APPS": apps}}


def logging(*, testing: bool) -> dict[str, Any]:
    """Return the logging table: one JSON line an event on stderr; never a request body, never a query string."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "jiphyeon.config.log_lines.Line"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "ERROR" if testing else "INFO"},
        "loggers": {"django.server": {"level": "ERROR"}, "httpx": {"level": "WARNING"}},
    }
