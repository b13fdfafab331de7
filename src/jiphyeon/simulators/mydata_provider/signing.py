"""The provider's key and what it signs with it (ES256, RFC 7518)."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)


class Signer:
    """Holds the key kept in the data folder, made there at the first start."""

    def __init__(self, folder: Path) -> None:
        self.key = _kept(folder / "signing.pem")
        self.stranger = generate_private_key(SECP256R1())  # signs where the fault "wrong key" is switched on
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        self.kid = sha256(json.dumps(public, sort_keys=True).encode()).hexdigest()[:16]
        self.jwks = {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "ES256"}]}

    def signed(self, claims: dict[str, Any], *, fault: str = "") -> str:
        """Return a compact JWS; a fault makes it one that must not be believed."""
        headers = {"kid": self.kid, "typ": "mydata-answer+jwt"}
        if fault == "unsigned":
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        return jwt.encode(
            claims, self.stranger if fault == "wrong_key" else self.key, algorithm="ES256", headers=headers
        )


def _kept(file: Path) -> EllipticCurvePrivateKey:
    if not file.exists():
        made = generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_bytes(made)
        partial.chmod(0o600)
        with suppress(FileExistsError):
            os.link(partial, file)
        partial.unlink()
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError(f"{file} holds no elliptic curve key.")
    return key
