"""What a signed answer must prove before a word of it is believed (RFC 7515, RFC 8725)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from jiphyeon.contexts.mydata.enums import AnswerState
from jiphyeon.contexts.mydata.rules.catalogue import Fact
from jiphyeon.kernel import Refused, Words, day_of

ALGORITHM = "ES256"
_DECIMAL = re.compile(r"\d{1,12}(\.\d{1,12})?")  # exact; a float never comes near it
_EXACT = frozenset({"fraction", "percent"})
TYPE = "mydata-answer+jwt"
OLDEST = timedelta(minutes=5)  # an answer is made for the request that asks for it
SKEW = timedelta(seconds=60)

UNTRUSTED = {
    "unsigned": Words("서명이 없는 답이 왔습니다.", "The answer that came bears no signature."),
    "wrong_signature": Words(
        "보유 기관의 서명이 맞지 않습니다.", "The holder's signature does not check out."
    ),
    "not_for_us": Words(
        "다른 요청에 대한 답이 왔습니다.", "The answer that came belongs to another request."
    ),
    "stale": Words("오래된 답이 왔습니다.", "The answer that came is out of date."),
    "replayed": Words("이미 쓴 답이 다시 왔습니다.", "An answer already used came again."),
    "other_person": Words("다른 분의 자료가 왔습니다.", "The answer that came is about somebody else."),
    "malformed": Words("알아볼 수 없는 답이 왔습니다.", "The answer that came cannot be read."),
    "timeout": Words("보유 기관이 제때 답하지 않았습니다.", "The holder did not answer in time."),
    "unreachable": Words("보유 기관에 연결되지 않습니다.", "The holder could not be reached."),
    "holder_error": Words("보유 기관에서 오류가 났습니다.", "The holder reported an error."),
    "not_allowed": Words("보유 기관이 동의를 확인하지 못했습니다.", "The holder does not see your consent."),
}
NOT_ANSWERED = {
    "not_agreed": Words("동의하지 않으신 항목입니다.", "You did not agree to this item."),
    "not_granted": Words(
        "보유 기관에서 제공에 동의하지 않으셨습니다.", "You did not allow this item on the holder's page."
    ),
    "withdrawn": Words("동의를 거두셨습니다.", "You withdrew your consent."),
    "nothing_kept": Words("보유 기관에 이 자료가 없습니다.", "The holder keeps nothing on this."),
    "expired": Words(
        "확인한 지 오래되어 다시 확인해야 합니다.", "This was checked too long ago and must be checked again."
    ),
}


def problem_words(state: AnswerState, problem: str) -> Words:
    """Return in plain words why there is no answer."""
    if state == AnswerState.EXPIRED:
        return NOT_ANSWERED["expired"]
    return NOT_ANSWERED.get(problem) or UNTRUSTED.get(problem) or UNTRUSTED["holder_error"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, which the answer must match: provider, client, request nonce and item."""

    issuer: str
    audience: str
    nonce: str
    item: str


@dataclass(frozen=True, slots=True)
class Attested:
    """An answer that was proved. `subject` is the linking value of the person it is about, `evidence` the hash of it all."""

    subject: str
    jti: str
    expires_at: datetime
    outcome: str
    facts: Mapping[str, Any]
    rule: str
    valid_until: date | None
    evidence: str


def untrusted(code: str) -> Refused:
    """Return the refusal for a way in which an answer cannot be had or believed."""
    words = UNTRUSTED[code]
    return Refused(code, ko=words.ko, en=words.en)


def proved(
    compact: str, *, keys: Mapping[str, EllipticCurvePublicKey], asked: Asked, at: datetime
) -> Attested:
    """Return the content of a signed answer, or refuse with one of the codes of `UNTRUSTED`.

    The algorithm is pinned: what the header asks for is compared, never followed. `keys` are the provider's published
    keys by id. `at` is the real moment.
    """
    key = _key_for(compact, keys)
    try:
        claims = jwt.decode(
            compact,
            key,
            algorithms=[ALGORITHM],
            options={
                "verify_aud": False,
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_iss": False,
            },
        )
    except jwt.InvalidSignatureError as error:
        raise untrusted("wrong_signature") from error
    except jwt.InvalidTokenError as error:
        raise untrusted("malformed") from error
    try:
        return _matched(claims, asked, at, evidence=sha256(compact.encode()).hexdigest())
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise untrusted("malformed") from error


def _key_for(compact: str, keys: Mapping[str, EllipticCurvePublicKey]) -> EllipticCurvePublicKey:
    try:
        header = jwt.get_unverified_header(compact)
    except jwt.InvalidTokenError as error:
        raise untrusted("unsigned" if compact.count(".") < 2 else "malformed") from error
    if str(header.get("alg", "none")).lower() == "none":
        raise untrusted("unsigned")
    key = keys.get(str(header.get("kid")))
    if header["alg"] != ALGORITHM or header.get("typ") != TYPE or key is None:
        raise untrusted("wrong_signature")
    return key


def _matched(claims: Mapping[str, Any], asked: Asked, at: datetime, *, evidence: str) -> Attested:
    ours = (claims["iss"], claims["aud"], claims["nonce"], claims["item"])
    if ours != (asked.issuer, asked.audience, asked.nonce, asked.item):
        raise untrusted("not_for_us")
    made = datetime.fromtimestamp(claims["iat"], UTC)
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    begins = datetime.fromtimestamp(claims["nbf"], UTC) if "nbf" in claims else made
    if max(made, begins) > at + SKEW or made < at - OLDEST or expires <= at - SKEW:
        raise untrusted("stale")
    until = claims.get("valid_until")
    return Attested(
        subject=str(claims["sub"]),
        jti=str(claims["jti"]),
        expires_at=expires,
        outcome=str(claims["outcome"]),
        facts=dict(claims["facts"]),
        rule=str(claims["rule"]),
        valid_until=day_of(until) if until else None,
        evidence=evidence,
    )


def keys_of(jwks: Mapping[str, Any]) -> dict[str, EllipticCurvePublicKey]:
    """Return the usable keys of a published set: P-256 only, by id; everything else in it is passed over."""
    usable = {}
    for entry in jwks.get("keys", ()):
        try:
            key = jwt.PyJWK(entry, algorithm=ALGORITHM).key
        except (jwt.PyJWKError, jwt.InvalidKeyError):
            continue
        if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1) and entry.get("kid"):
            usable[str(entry["kid"])] = key
    return usable


def fits(fact: Fact, value: object) -> bool:
    """Return whether a value is of a fact's type; amounts and counts are whole, and true is not 1."""
    if fact.type == "boolean":
        return isinstance(value, bool)
    if fact.type in {"won", "integer"}:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not isinstance(value, str):
        return fact.type in _EXACT and isinstance(value, int) and not isinstance(value, bool)
    if fact.type == "date":
        return _is_day(value)
    if fact.type in _EXACT:
        return _DECIMAL.fullmatch(value) is not None
    return value in fact.options


def _is_day(text: str) -> bool:
    try:
        day_of(text)
    except ValueError:
        return False
    return True
