"""The simulated provider keeps the protocol: what an attacker would try is refused."""

import base64
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from tests.simulated import linking

from jiphyeon.kernel import Refused
from jiphyeon.simulators.mydata_provider.people import People

SECRET = ("jiphyeon-sejong", "demo-client-secret")
BACK = "http://127.0.0.1:8000/mydata/return/"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
NONCE = "n" * 24


def pushed(provider, auth=SECRET, **changed):
    form = {
        "response_type": "code", "code_challenge_method": "S256", "code_challenge": CHALLENGE, "redirect_uri": BACK,
        "scope": "income assets", "state": "s" * 24, "offline": "0",
        "terms": '{"on": "2024-03-04", "items": {}, "purpose": {"ko": "심사", "en": "to decide"}, '
                 '"recipient": {"ko": "세종시", "en": "Sejong"}, "last_day": "2024-04-03"}',
    } | changed  # fmt: skip
    return provider.http.post(f"{provider.url}/par", data=form, auth=auth)


def came_back(provider, person="hana", items=None, **changed):
    uri = pushed(provider, **changed).json()["request_uri"]
    back = provider.agrees(f"{provider.url}/authorize?request_uri={uri}", person, items)
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def tokens(provider, code, *, verifier=VERIFIER, back=BACK, auth=SECRET):
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": back}
    return provider.http.post(f"{provider.url}/token", data=form, auth=auth)


def answered(provider, item, token, *, nonce=NONCE, on="2024-03-04"):
    return provider.http.get(
        f"{provider.url}/answers/{item}",
        params={"nonce": nonce, "on": on},
        headers={"Authorization": f"Bearer {token}"},
    )


@pytest.fixture
def token(provider):
    return tokens(provider, came_back(provider)["code"]).json()["access_token"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"redirect_uri": "https://evil.invalid/mydata/return/"}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:8000/elsewhere/"}, "invalid_request"),
        ({"redirect_uri": "http://user@127.0.0.1/mydata/return/"}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:8000/mydata/return/?next=x"}, "invalid_request"),
        ({"scope": "income everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"state": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"terms": "{}"}, "invalid_request"),
    ],
)
def test_a_request_that_would_weaken_the_way_is_refused(provider, changed, error):
    answer = pushed(provider, **changed)

    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_only_the_registered_office_may_ask(provider):
    assert pushed(provider, auth=("jiphyeon-sejong", "guess")).status_code == 401
    assert pushed(provider, auth=None).status_code == 401


def test_the_page_cannot_be_opened_without_a_request_laid_down_before(provider):
    answer = provider.http.get(
        f"{provider.url}/authorize", params={"client_id": SECRET[0], "redirect_uri": BACK}
    )

    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_code_opens_nothing_with_another_verifier(provider):
    code = came_back(provider)["code"]

    assert tokens(provider, code, verifier="w" * 64).json() == {"error": "invalid_grant"}
    assert tokens(provider, code).json() == {"error": "invalid_grant"}


def test_a_code_opens_nothing_from_another_address(provider):
    code = came_back(provider)["code"]

    assert tokens(provider, code, back="http://localhost:8000/mydata/return/").json() == {
        "error": "invalid_grant"
    }


def test_a_code_used_twice_shuts_what_it_opened(provider):
    code = came_back(provider)["code"]
    token = tokens(provider, code).json()["access_token"]

    again = tokens(provider, code)

    assert again.json() == {"error": "invalid_grant"}
    assert answered(provider, "income", token).status_code == 401


def test_a_request_is_answered_once(provider):
    uri = pushed(provider).json()["request_uri"]
    provider.agrees(f"{provider.url}/authorize?request_uri={uri}", "hana")

    again = provider.http.post(
        f"{provider.url}/authorize", data={"request_uri": uri, "item": ["income"], "decision": "send"}
    )

    assert again.status_code == 400


def test_a_token_opens_only_the_items_ticked(provider):
    token = tokens(provider, came_back(provider, items=["income"])["code"]).json()

    assert token["scope"] == "income"
    assert answered(provider, "income", token["access_token"]).status_code == 200
    refused = answered(provider, "assets", token["access_token"])
    assert (refused.status_code, refused.json()) == (403, {"error": "insufficient_scope"})


def test_ticking_more_than_was_asked_gives_no_more(provider):
    uri = pushed(provider, scope="income").json()["request_uri"]
    provider.http.post(f"{provider.url}/authorize", data={"request_uri": uri, "person": linking("hana")})
    sent = provider.http.post(
        f"{provider.url}/authorize",
        data={"request_uri": uri, "item": ["income", "assets"], "decision": "send"},
    )
    code = parse_qs(urlsplit(sent.headers["Location"]).query)["code"][0]

    assert tokens(provider, code).json()["scope"] == "income"


def test_nothing_is_ticked_beforehand_and_sending_without_a_tick_asks_again(provider):
    uri = pushed(provider).json()["request_uri"]
    form = {"request_uri": uri}
    named = provider.http.post(f"{provider.url}/authorize", data=form | {"person": linking("hana")})
    page = provider.http.get(provider.url + named.headers["Location"]).text

    again = provider.http.post(f"{provider.url}/authorize", data=form | {"decision": "send"})
    everything = provider.http.post(f"{provider.url}/authorize", data=form | {"decision": "all"})

    assert 'name="item"' in page
    assert "checked" not in page
    assert (again.status_code, "보낼 자료를 골라 주세요." in again.text) == (422, True)
    assert "code=" in everything.headers["Location"]


def test_sending_nothing_gives_no_code(provider):
    back = came_back(provider, items=[])

    assert back == {"error": "access_denied", "state": "s" * 24, "iss": provider.url}


def test_nothing_is_answered_without_or_with_a_made_up_token(provider):
    assert answered(provider, "income", "made-up").status_code == 401
    assert provider.http.get(f"{provider.url}/answers/income?nonce={NONCE}&on=2024-03-04").status_code == 401


def test_one_consent_for_once_gives_no_key_to_later_fetches(provider):
    assert "refresh_token" not in tokens(provider, came_back(provider)["code"]).json()


def test_a_revoked_regular_consent_fetches_no_more(provider):
    given = tokens(provider, came_back(provider, offline="1")["code"]).json()
    provider.http.post(f"{provider.url}/revoke", data={"token": given["refresh_token"]}, auth=SECRET)

    renewed = provider.http.post(
        f"{provider.url}/token",
        data={"grant_type": "refresh_token", "refresh_token": given["refresh_token"]},
        auth=SECRET,
    )

    assert renewed.json() == {"error": "invalid_grant"}
    assert answered(provider, "income", given["access_token"]).status_code == 401


def test_an_answer_is_signed_for_this_office_this_request_and_this_person(provider, token):
    compact = answered(provider, "income", token).json()["answer"]
    keys = jwt.PyJWKSet.from_dict(provider.http.get(f"{provider.url}/.well-known/jwks.json").json())

    claims = jwt.decode(
        compact, keys[jwt.get_unverified_header(compact)["kid"]], algorithms=["ES256"], audience=SECRET[0]
    )

    assert (claims["iss"], claims["nonce"], claims["sub"]) == (provider.url, NONCE, linking("hana"))
    assert claims["facts"] == {"monthly_income": 2_450_000, "household_income": 2_450_000}
    assert claims["exp"] - claims["iat"] == 120


def test_what_holders_know_changes_on_its_day(provider):
    token = tokens(provider, came_back(provider, scope="home_ownership")["code"]).json()["access_token"]

    def owns(on):
        compact = answered(provider, "home_ownership", token, on=on).json()["answer"]
        return jwt.decode(compact, options={"verify_signature": False})["facts"]["owns_home"]

    assert (owns("2024-08-31"), owns("2024-09-01")) == (False, True)


def test_a_page_of_another_site_cannot_switch_faults(provider):
    answer = provider.http.post(
        f"{provider.url}/admin",
        data={"act": "on", "item": "*", "fault": "timeout"},
        headers={"Origin": "https://evil.invalid"},
    )

    assert answer.status_code == 403
    assert provider.http.get(f"{provider.url}/admin/faults").json() == []


def test_pages_say_in_both_languages_that_all_is_simulated(provider):
    uri = pushed(provider).json()["request_uri"]

    korean = provider.http.get(f"{provider.url}/authorize", params={"request_uri": uri}).text
    english = provider.http.get(f"{provider.url}/authorize", params={"request_uri": uri, "lang": "en"}).text

    assert "모의 시스템입니다" in korean
    assert "This is a simulation" in english
    assert "<script" not in korean + english


def test_what_a_page_is_given_is_shown_as_text(provider):
    uri = pushed(
        provider,
        scope="income",
        terms='{"on": "2024-03-04", "items": {"income": {"ko": "<script>x</script>"}}}',
    ).json()["request_uri"]
    provider.http.post(f"{provider.url}/authorize", data={"request_uri": uri, "person": linking("hana")})

    page = provider.http.get(f"{provider.url}/authorize", params={"request_uri": uri}).text

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_provider_keeps_its_key_and_consents_over_a_restart(tmp_path):
    from tests.simulated import free_port, started, stopped
    from tests.waiting import PATIENCE_SECONDS

    seen = []
    for _ in range(2):
        process, address = started(
            "jiphyeon.simulators.mydata_provider", "--data", tmp_path, port=free_port()
        )
        keys = httpx.get(f"{address}/.well-known/jwks.json", trust_env=False, timeout=PATIENCE_SECONDS)
        seen.append(keys.json())
        stopped(process)

    assert seen[0] == seen[1]


def test_anybody_of_a_synthetic_city_can_be_asked_about(tmp_path):
    from datetime import date

    from jiphyeon.methods.synthetic_city import build, read_population, write_city
    from jiphyeon.simulators import mydata_provider
    from jiphyeon.simulators.mydata_provider.people import People, read_items

    pack = Path(mydata_provider.__file__).parents[2] / "cities" / "sejong"
    text = (pack / "demo" / "population.yaml").read_text(encoding="utf-8")
    city = build(read_population(text, file=""), people=200, seed=1, as_of=date(2024, 3, 4))
    write_city(city, tmp_path / "city", rows=True, progress=lambda _step, _percent: None)
    people = People(read_items(pack / "mydata" / "items.yaml"), None, tmp_path / "city" / "people.sqlite3")

    person = people.get("synthetic-150")

    home = int(city.people["household_id"][149]) - 1
    assert person.birth == str(city.people["birth_date"][149])
    assert person.facts("household", date(2024, 3, 4)) == {
        "household_size": int(city.households["household_size"][home]),
        "newlywed": bool(city.households["newlywed"][home]),
    }
    assert [people.get(nobody) for nobody in ("synthetic-201", "synthetic-x", "synthetic-", "hana")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("income: {monthly_incom: 1}", "line 7: the item income has no key 'monthly_incom'"),
        ("income: {monthly_income: 1.5}", "line 7: Money is whole won"),
        ("incomes: {monthly_income: 1}", "line 7: what is known of x has no key 'incomes'"),
    ],
)
def test_a_cast_with_a_slip_is_refused_with_its_line(tmp_path, written, message):
    file = tmp_path / "people.yaml"
    file.write_text(
        "citizens:\n  - ci: x\n    name: 김소라\n    latin: Kim Sora\n    birth_date: 1990-01-01\n    known:\n"
        f"      {written}\n",
        encoding="utf-8",
    )

    with pytest.raises(Refused) as no:
        People({"income": {"monthly_income": "won"}}, file, None)

    assert message in str(no.value)
