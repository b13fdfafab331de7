"""The simulated account-name service tells a name to a known client alone, and only for the number and birthday it knows."""

import pytest

SECRET = {"client_id": "jiphyeon", "client_secret": "demo-account-names-secret"}
ASKED = {
    "bank_tran_id": "jiphyeonXXU123456789",
    "bank_code_std": "004",
    "account_num": "90010200030004",
    "account_holder_info_type": " ",
    "account_holder_info": "960815",
    "tran_dtime": "20240304101500",
}


def token(names, **changed):
    form = {**SECRET, "scope": "oob", "grant_type": "client_credentials", **changed}
    return names.http.post(f"{names.url}/oauth/2.0/token", data=form)


def inquired(names, access=None, **changed):
    access = access or token(names).json()["access_token"]
    headers = {"Authorization": f"Bearer {access}"}
    return names.http.post(f"{names.url}/v2.0/inquiry/real_name", json={**ASKED, **changed}, headers=headers)


def test_it_tells_the_name_on_an_invented_account(account_names):
    document = inquired(account_names).json()

    assert (document["rsp_code"], document["account_holder_name"]) == ("A0000", "김하나")


@pytest.mark.parametrize(
    "changed",
    [{"account_num": "90010200030005"}, {"bank_code_std": "088"}, {"account_holder_info": "960816"}],
)
def test_it_knows_no_account_of_another_number_bank_or_birthday(account_names, changed):
    document = inquired(account_names, **changed).json()

    assert (document["rsp_code"], document["bank_rsp_code"], document["account_holder_name"]) == (
        "A0002",
        "412",
        "",
    )


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"client_secret": "guessed"}, 401),
        ({"client_secret": "비밀"}, 401),
        ({"client_id": "another"}, 401),
        ({"scope": "login"}, 400),
    ],
)
def test_no_token_for_whom_it_does_not_know(account_names, changed, status):
    assert token(account_names, **changed).status_code == status


def test_no_name_without_a_token(account_names):
    assert inquired(account_names, "guessed").status_code == 401


@pytest.mark.parametrize(
    "changed", [{"account_num": "9" * 17}, {"account_num": ""}, {"tran_dtime": "2" * 15}]
)
def test_what_has_not_the_form_is_refused(account_names, changed):
    assert inquired(account_names, **changed).status_code == 400


@pytest.mark.parametrize(
    "given",
    [
        [],
        "slow",
        None,
        {},
        {"fault": []},
        {"fault": "slow", "times": "x"},
        {"fault": "slow", "times": 0},
        {"fault": "slow", "times": True},
    ],
)
def test_a_fault_it_cannot_read_is_refused_and_none_is_switched_on(account_names, given):
    assert account_names.http.put(f"{account_names.url}/admin/fault", json=given).status_code == 400
    assert account_names.http.get(f"{account_names.url}/admin/fault").json() == {"fault": "", "times": None}


def test_its_page_says_that_it_is_simulated(account_names):
    page = account_names.http.get(account_names.url).text

    assert "모의" in page
    assert "simulated" in page
    assert "90010200030004" in page
