"""The signature under a round of drand's beacon, checked offline against the chain's published public key.

The chain "quicknet" (scheme bls-unchained-g1-rfc9380) signs SHA-256 of the round's number, eight bytes big-endian, with
a BLS signature on the first group of BLS12-381; the randomness is SHA-256 of the signature (draft-irtf-cfrg-bls-signature,
RFC 9380). Nobody who does not hold the network's key, split among its members, can make such a signature.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Mapping

from jiphyeon.kernel import Json, Refused

# Published by the network at /52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/info; it never changes.
PUBLIC_KEYS = {
    "quicknet": "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
}
_DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def of_beacon(name: str, beacon: Mapping[str, Json]) -> tuple[str, str]:
    """Return randomness and signature of a round as a relay publishes it (`round`, `signature`), once it is checked.

    `name` is the committed source, "quicknet 12345". Refuses another round than the one named, a signature that is not
    the network's, and a randomness that is not the signature's.
    """
    signature, stated = beacon.get("signature"), beacon.get("randomness")
    if not isinstance(signature, str) or type(beacon.get("round")) is not int:
        raise _refused(
            "the file needs the relay's “round” and “signature”",
            "파일에 중계 서버가 준 “round”와 “signature”가 있어야 합니다",
        )
    _chain, number = _named(name)
    if beacon["round"] != number:
        raise _refused(
            f"round {number} was named, the file is of round {beacon['round']}",
            f"약속한 회차는 {number}인데 파일은 {beacon['round']}회차입니다",
        )
    found = randomness(name, signature)
    if stated is not None and stated != found:
        raise _refused(
            "the randomness told is not that of the signature",
            "파일의 값(randomness)이 서명에서 나온 값과 다릅니다",
        )
    return found, signature.lower()


def randomness(name: str, signature: str) -> str:
    """Return the randomness of a named round from its signature, in hexadecimal. Refused where the signature is not right."""
    chain, number = _named(name)
    if not re.fullmatch(r"[0-9a-fA-F]{96}", signature):
        raise _refused("a signature has 96 hexadecimal digits", "서명은 16진수 96자리입니다")
    signed = bytes.fromhex(signature)
    if not _is_signed(number, signed, bytes.fromhex(PUBLIC_KEYS[chain])):
        raise _refused(
            f"the signature is not {chain}'s for round {number}", f"{chain} {number}회차의 서명이 아닙니다"
        )
    return hashlib.sha256(signed).hexdigest()


def _named(name: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\w+) ([1-9][0-9]{0,18})", name.strip())
    if found is None or found[1] not in PUBLIC_KEYS:
        known = ", ".join(PUBLIC_KEYS)
        raise _refused(
            f"signatures can be checked of {known} and a round, not of {name!r}",
            f"서명은 {known}과(와) 회차를 적었을 때만 확인할 수 있습니다: {name!r}",
        )
    return found[1], int(found[2])


def _is_signed(number: int, signature: bytes, public_key: bytes) -> bool:
    # Some hundred milliseconds of loading, wanted by nobody who draws from another source. The library raises the
    # interpreter's limit on recursion, under which a hostile file could break the process: it is put back.
    limit = sys.getrecursionlimit()
    from py_ecc.bls.hash_to_curve import hash_to_G1  # noqa: PLC0415
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2  # noqa: PLC0415
    from py_ecc.bls.typing import G1Compressed, G2Compressed  # noqa: PLC0415
    from py_ecc.fields import optimized_bls12_381_FQ12 as FQ12  # noqa: PLC0415
    from py_ecc.optimized_bls12_381.optimized_curve import G2, curve_order, is_inf, multiply, neg  # noqa: PLC0415
    from py_ecc.optimized_bls12_381.optimized_pairing import final_exponentiate, pairing  # noqa: PLC0415

    sys.setrecursionlimit(limit)
    try:
        point = decompress_G1(G1Compressed(int.from_bytes(signature, "big")))
    except ValueError:
        return False
    if is_inf(point) or not is_inf(multiply(point, curve_order)):
        return False  # the point at infinity signs everything; one outside the group proves nothing
    halves = (int.from_bytes(public_key[:48], "big"), int.from_bytes(public_key[48:], "big"))
    key = decompress_G2(G2Compressed(halves))
    message = hash_to_G1(hashlib.sha256(number.to_bytes(8, "big")).digest(), _DOMAIN, hashlib.sha256)  # type: ignore[arg-type] # wants the maker, though it says the made
    both = pairing(G2, point, final_exponentiate=False) * pairing(key, neg(message), final_exponentiate=False)
    return bool(final_exponentiate(both) == FQ12.one())


def _refused(en: str, ko: str) -> Refused:
    return Refused(
        "beacon_wrong", ko=f"drand 값을 믿을 수 없습니다: {ko}.", en=f"The drand value is not sound: {en}."
    )
