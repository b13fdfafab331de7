"""The key that signs tree heads: ECDSA on P-256 with SHA-256, made on first use, readable by its owner alone."""

from __future__ import annotations

import base64
import binascii
import os
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from jiphyeon.foundation.ledger.leaves import canonical, moment_text
from jiphyeon.kernel import Place, Refused

_SCHEME = ec.ECDSA(hashes.SHA256())


def statement(*, size: int, root: str, at: datetime, before: str = "") -> bytes:
    """Return the very bytes a head's signature covers; `before` is empty in heads from before version 0.3.0."""
    contents = {"at": moment_text(at), "root": root, "size": size}
    return canonical(contents | ({"before": before} if before else {})).encode()


def sign(message: bytes) -> str:
    """Return a base64 DER signature by the log's present key."""
    return base64.b64encode(_private_key().sign(message, _SCHEME)).decode()


def is_signed(message: bytes, signature: str, public_pem: str) -> bool:
    """Return whether the signature is the key's over these bytes, written in its one plain form."""
    try:
        raw = base64.b64decode(signature, validate=True)
        if base64.b64encode(raw).decode() != signature:
            return False
        _public(public_pem).verify(raw, message, _SCHEME)
    except (InvalidSignature, ValueError, binascii.Error, TypeError):
        return False
    return True


def public_key() -> tuple[str, str]:
    """Return (name, PEM) of the present key's public half, making the key where there is none yet."""
    return _named(_private_key().public_key())


def present_key() -> tuple[str, str] | None:
    """Return (name, PEM) of the present key's public half; None where there is no key file. Makes nothing."""
    return public_key() if Path(settings.LEDGER_KEY).exists() else None


def name_of(public_pem: str) -> str:
    """Return a public key's name, the beginning of its SHA-256. Raises ValueError where it is no P-256 key."""
    return _named(_public(public_pem))[0]


def read_public(file: Path) -> tuple[str, str]:
    """Return (name, PEM) of the key in a PEM file, whose private or public half it holds. Refused where it is neither."""
    try:
        raw = file.read_bytes()
        if b"PRIVATE KEY" in raw:
            private = serialization.load_pem_private_key(raw, password=None)
            if isinstance(private, ec.EllipticCurvePrivateKey):
                return _named(private.public_key())
        return _named(_public(raw.decode()))
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused(
            "no_ledger_key",
            ko="이 파일에는 기록부의 열쇠(P-256, PEM)가 없습니다. /ledger/key.pem 에서 받은 파일을 주세요.",
            en="This file holds no key of a log (P-256, PEM). Give the one that was taken from /ledger/key.pem.",
            place=Place(str(file)),
        ) from None


@lru_cache(maxsize=64)
def _public(pem: str) -> ec.EllipticCurvePublicKey:
    try:
        public = serialization.load_pem_public_key(pem.encode())
    except UnsupportedAlgorithm as error:
        raise ValueError("an unknown kind of key") from error
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise ValueError("not a P-256 key")
    return public


def _named(public: ec.EllipticCurvePublicKey) -> tuple[str, str]:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = public.public_bytes(serialization.Encoding.PEM, form).decode()
    return sha256(public.public_bytes(serialization.Encoding.DER, form)).hexdigest()[:16], pem


def _private_key() -> ec.EllipticCurvePrivateKey:
    path = Path(settings.LEDGER_KEY)
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise Refused(
            "ledger_key_wrong",
            ko="공개 기록의 열쇠 파일에 P-256 개인 열쇠가 없습니다. 백업에 둔 열쇠 파일을 되돌려 놓아 주세요.",
            en="The ledger's key file does not hold a P-256 private key.",
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    partial = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    with suppress(FileExistsError):
        os.link(partial, path)  # the first process to start wins; the others read what it wrote
    partial.unlink()
