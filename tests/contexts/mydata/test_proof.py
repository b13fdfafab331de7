"""What a signed answer must prove before a word of it is believed."""

import base64
import hmac
import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from jiphyeon.contexts.mydata.rules.catalogue import Fact
from jiphyeon.contexts.mydata.rules.consent import challenge, granted_scope, last_day
from jiphyeon.contexts.mydata.rules.proof import Asked, fits, keys_of, proved
from jiphyeon.kernel import Refused, Words

AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
KEYS = {"k1": KEY.public_key()}
ASKED = Asked("https://holder.invalid", "jiphyeon-sejong", "nonce-of-this-request", "income")
HEADER = {"kid": "k1", "typ": "mydata-answer+jwt"}
CLAIMS = {
    "iss": ASKED.issuer, "aud": ASKED.audience, "nonce": ASKED.nonce, "item": "income",
    "sub": "linking-value", "jti": "j-1", "iat": int(AT.timestamp()), "exp": int(AT.timestamp()) + 120,
    "outcome": "answered", "facts": {"household_income": 2_450_000}, "rule": "income/2024-01",
    "valid_until": "2024-04-03",
}  # fmt: skip


def signed(claims=CLAIMS, *, key=KEY, algorithm="ES256", header=HEADER):
    return jwt.encode(claims, key, algorithm=algorithm, headers=header)


def code_of(compact):
    with pytest.raises(Refused) as no:
        proved(compact, keys=KEYS, asked=ASKED, at=AT)
    return no.value.code


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_good_answer_gives_its_facts_and_the_hash_of_itself():
    compact = signed()

    answer = proved(compact, keys=KEYS, asked=ASKED, at=AT)

    assert answer.facts == {"household_income": 2_450_000}
    assert answer.valid_until == date(2024, 4, 3)
    assert answer.evidence == sha256(compact.encode()).hexdigest()


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_an_answer_that_says_it_needs_no_signature_is_unsigned(name):
    assert code_of(f"{part({**HEADER, 'alg': name})}.{part(CLAIMS)}.") == "unsigned"


def test_an_answer_without_a_signature_part_is_unsigned():
    assert code_of(f"{part({**HEADER, 'alg': 'ES256'})}.{part(CLAIMS)}") == "unsigned"


def test_an_emptied_signature_is_wrong():
    head, body, _ = signed().split(".")

    assert code_of(f"{head}.{body}.") == "wrong_signature"


def test_a_public_key_turned_into_a_shared_secret_opens_nothing():
    pem = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = f"{part({**HEADER, 'alg': 'HS256'})}.{part(CLAIMS)}"
    forged = base64.urlsafe_b64encode(hmac.digest(pem, text.encode(), "sha256")).rstrip(b"=").decode()

    assert code_of(f"{text}.{forged}") == "wrong_signature"


def test_another_algorithm_is_not_followed_even_with_a_good_key():
    stranger = rsa.generate_private_key(65537, 2048)

    assert code_of(signed(key=stranger, algorithm="RS256")) == "wrong_signature"


def test_another_key_under_the_same_name_is_found_out():
    assert code_of(signed(key=ec.generate_private_key(ec.SECP256R1()))) == "wrong_signature"


def test_a_key_nobody_published_is_not_looked_for():
    assert code_of(signed(header={**HEADER, "kid": "elsewhere"})) == "wrong_signature"
    assert (
        code_of(signed(header={**HEADER, "jku": "https://evil.invalid/jwks", "kid": "k9"}))
        == "wrong_signature"
    )


def test_a_token_of_another_type_is_no_answer():
    assert code_of(signed(header={**HEADER, "typ": "at+jwt"})) == "wrong_signature"


def test_a_changed_word_breaks_the_signature():
    head, _, signature = signed().split(".")
    richer = part({**CLAIMS, "facts": {"household_income": 1}})

    assert code_of(f"{head}.{richer}.{signature}") == "wrong_signature"


@pytest.mark.parametrize(
    "other",
    [{"iss": "https://evil.invalid"}, {"aud": "another-office"}, {"aud": ["jiphyeon-sejong"]},
     {"nonce": "an-earlier-request"}, {"item": "assets"}],
)  # fmt: skip
def test_an_answer_made_for_another_request_is_not_for_us(other):
    assert code_of(signed({**CLAIMS, **other})) == "not_for_us"


@pytest.mark.parametrize(
    ("made", "ends"),
    [(-3600, -3480), (-400, 600), (600, 720), (-200, -61)],
    ids=["an hour old", "made too long ago", "from the future", "run out"],
)
def test_an_answer_out_of_its_time_is_stale(made, ends):
    moment = int(AT.timestamp())

    assert code_of(signed({**CLAIMS, "iat": moment + made, "exp": moment + ends})) == "stale"


@pytest.mark.parametrize(
    ("begins", "code"), [(3600, "stale"), (61, "stale"), ("soon", "malformed"), (None, "malformed")]
)
def test_an_answer_that_is_not_valid_yet_is_not_taken(begins, code):
    begins = int(AT.timestamp()) + begins if isinstance(begins, int) else begins

    assert code_of(signed({**CLAIMS, "nbf": begins})) == code


@pytest.mark.parametrize("begins", [60, 0, -10])
def test_an_answer_that_is_valid_by_now_is_taken(begins):
    compact = signed({**CLAIMS, "nbf": int(AT.timestamp()) + begins})

    assert proved(compact, keys=KEYS, asked=ASKED, at=AT).subject == CLAIMS["sub"]


@pytest.mark.parametrize(
    "compact", ["", "x", "a.b.c", "\x00.\x00.\x00", signed({**CLAIMS, "valid_until": "someday"}), signed({"iss": "x"}),
                signed({**CLAIMS, "iat": 10**30, "exp": 10**30})],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_never_crashes(compact):
    assert code_of(compact) in {"malformed", "unsigned"}


def test_only_p256_keys_are_taken_from_a_published_set():
    good = jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    longer = jwt.algorithms.ECAlgorithm.to_jwk(
        ec.generate_private_key(ec.SECP384R1()).public_key(), as_dict=True
    )

    usable = keys_of(
        {
            "keys": [
                {**good, "kid": "a"},
                {**longer, "kid": "b"},
                {"kty": "oct", "k": "c2VjcmV0", "kid": "c"},
                good,
            ]
        }
    )

    assert set(usable) == {"a"}


@pytest.mark.parametrize(
    ("kind", "value", "answer"),
    [("boolean", True, True), ("boolean", 1, False), ("won", 0, True), ("won", 1.0, False), ("won", True, False),
     ("won", -1, False), ("won", "1", False), ("integer", 3, True), ("date", "2024-02-29", True),
     ("date", "2023-02-29", False), ("date", 20240229, False), ("fraction", "26.4", True), ("fraction", 26, True),
     ("fraction", 26.4, False), ("fraction", "1e9", False), ("choice", "yes", True), ("choice", "maybe", False)],
)  # fmt: skip
def test_a_value_must_be_of_its_facts_type(kind, value, answer):
    fact = Fact("any", Words("무엇", "any"), kind, {"yes": Words("예", "Yes")} if kind == "choice" else {})

    assert fits(fact, value) is answer


def test_the_challenge_is_the_one_of_the_standard():
    assert (
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_a_permission_wider_than_what_was_agreed_is_not_used():
    with pytest.raises(Refused) as no:
        granted_scope("income assets", asked=["income"])

    assert no.value.code == "scope_widened"
    assert granted_scope("income", asked=["assets", "income"]) == ["income"]


def test_a_regular_consent_ends_within_a_year():
    today = date(2024, 3, 4)

    assert last_day(on=today, regular_until=None) == date(2024, 4, 3)
    assert last_day(on=today, regular_until=date(2025, 3, 4)) == date(2025, 3, 4)
    for far in (today - timedelta(days=1), today + timedelta(days=367)):
        with pytest.raises(Refused):
            last_day(on=today, regular_until=far)
