"""The key that signs tree heads: ECDSA on P-256 with SHA-256, made on first use, readable by its owner alone."""

from __future__ import annotations

import base64
import os
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from jiphyeon.foundation.ledger.leaves import canonical
from jiphyeon.kernel import Refused

_SCHEME = ec.ECDSA(hashes.SHA256())


def statement(*, size: int, root: str, at: datetime) -> bytes:
    """Return the very bytes a head's signature covers."""
    return canonical({"at": at.isoformat(timespec="microseconds"), "root": root, "size": size}).encode()


def sign(message: bytes) -> str:
    """Return a base64 DER signature by the log's present key."""
    return base64.b64encode(_private_key().sign(message, _SCHEME)).decode()


def is_signed(message: bytes, signature: str, public_pem: str) -> bool:
    """Return whether the signature is the key's over these bytes."""
    public = serialization.load_pem_public_key(public_pem.encode())
    if not isinstance(public, ec.EllipticCurvePublicKey):
        return False
    try:
        public.verify(base64.b64decode(signature), message, _SCHEME)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> tuple[str, str]:
    """Return (name, PEM) of the present key's public half; the name is the beginning of its SHA-256."""
    public = _private_key().public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return sha256(der).hexdigest()[:16], pem


def _private_key() -> ec.EllipticCurvePrivateKey:
    path = Path(settings.LEDGER_KEY)
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise Refused("ledger_key_wrong", en="The ledger's key file does not hold a P-256 private key.")
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
