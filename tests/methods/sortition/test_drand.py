"""drand's signature: five published rounds of quicknet hold, and nothing that was changed does."""

import hashlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.drand import of_beacon, randomness

# Rounds of quicknet as its relays published them. What is proven here needs no trust in where they were copied from:
# nobody but the network could have signed them.
ROUNDS = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    12040883: "929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394",
    32281667: "b0f5ae301358ff87a9d3dd539ed4a07c0148b1ab4f7b61a8ca43c7e9ca7ca9553e4faae9188deb30b2cd1a7f447e3e5b",
    32285085: "81dbce51d584d90d618547f4b50391d53ace6f6b9aeb8fb67e1879427af9d0310ac0ec6f519271d9a313ee84b378d416",
    32285086: "a64d99fd7fa3e48912be7209c7b69c72c88fc5224be2516949b6f29f3a4b7e3fa069dd58b2bbb4bf2c34ae61ef631a44",
}
PUBLISHED = (
    "4fd2fc55983dbfa3f446d8a0bd56f16cc8c5e76afd1ec154b60d477cbabed13b"  # the randomness of round 32281667
)
FASTNET_1000 = (
    "b09eacd45767c4d58306b98901ad0d6086e2663766f3a4ec71d00cf26f0f49eaf248abc7151c60cf419c4e8b37e80412"
)
INFINITY = "c0" + "00" * 47


def why(name, signature):
    with pytest.raises(Refused) as no:
        randomness(name, signature)
    assert no.value.code == "beacon_wrong"
    return no.value.words.en


@pytest.mark.parametrize(("number", "signature"), ROUNDS.items())
def test_published_rounds_hold(number, signature):
    assert randomness(f"quicknet {number}", signature) == hashlib.sha256(bytes.fromhex(signature)).hexdigest()


def test_the_randomness_is_the_one_the_relay_published():
    assert randomness("quicknet 32281667", ROUNDS[32281667].upper()) == PUBLISHED


@pytest.mark.parametrize(
    "signature",
    [ROUNDS[12040883], FASTNET_1000, INFINITY, "00" * 48, "ff" * 48],
    ids=["another round's", "another chain's", "the point that signs everything", "zeros", "no point"],
)
def test_a_signature_that_is_not_this_rounds_is_refused(signature):
    assert why("quicknet 1000", signature) == (
        "The drand value is not sound: the signature is not quicknet's for round 1000."
    )


@settings(max_examples=8)
@given(place=st.integers(0, 95), digit=st.integers(1, 15))
def test_one_changed_digit_is_enough(place, digit):
    good = ROUNDS[1000]
    forged = good[:place] + format(int(good[place], 16) ^ digit, "x") + good[place + 1 :]

    why("quicknet 1000", forged)


def test_the_mirrored_point_is_another_signature():
    good = ROUNDS[1000]
    why("quicknet 1000", format(int(good[0], 16) ^ 2, "x") + good[1:])


@pytest.mark.parametrize("signature", ["", "ab", "zz" * 48, ROUNDS[1000] + "00", f" {ROUNDS[1000][1:]}"])
def test_what_is_no_signature_is_said_to_have_the_wrong_form(signature):
    assert "96 hexadecimal digits" in why("quicknet 1000", signature)


@pytest.mark.parametrize(
    "name", ["quicknet", "quicknet 0", "quicknet -1", "default 1000", "quicknet 1000 x", ""]
)
def test_a_name_whose_key_is_not_known_is_refused(name):
    assert "signatures can be checked of quicknet" in why(name, ROUNDS[1000])


@pytest.mark.parametrize(
    ("beacon", "message"),
    [
        ({}, "needs the relay's"),
        ({"round": "1000", "signature": ROUNDS[1000]}, "needs the relay's"),
        ({"round": True, "signature": ROUNDS[1000]}, "needs the relay's"),
        ({"round": 1000, "signature": 7}, "needs the relay's"),
        ({"round": 1001, "signature": ROUNDS[1000]}, "round 1000 was named, the file is of round 1001"),
        ({"round": 1000, "signature": ROUNDS[1000], "randomness": "ab" * 32}, "not that of the signature"),
    ],
)
def test_a_relays_file_that_says_something_else_is_refused(beacon, message):
    with pytest.raises(Refused, match=message):
        of_beacon("quicknet 1000", beacon)


def test_a_relays_file_gives_value_and_signature():
    beacon = {"round": 32281667, "signature": ROUNDS[32281667], "randomness": PUBLISHED}

    assert of_beacon("quicknet 32281667", beacon) == (PUBLISHED, ROUNDS[32281667])


def test_checking_leaves_the_interpreters_limit_on_recursion_as_it_was():
    code = (
        "import sys; before = sys.getrecursionlimit();"
        "from jiphyeon.methods.sortition.drand import randomness;"
        f"randomness('quicknet 1000', {ROUNDS[1000]!r});"
        "print(before == sys.getrecursionlimit())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("True\n", 0), done.stderr
