"""A table as programs and spreadsheets take it away: strict questions, inert cells, the same refusals everywhere."""

import csv
import io
import json

import pytest

from jiphyeon.foundation.open_data import limits
from jiphyeon.foundation.open_data.writing import as_csv
from jiphyeon.kernel.tables import no_formula

from .conftest import EXAMPLE, PLACES

JSON, CSV = "/open-data/example/places.json", "/open-data/example/places.csv"
pytestmark = pytest.mark.usefixtures("example")


def problem(answer):
    document = answer.json()
    assert set(document) == {"code", "message"}
    assert set(document["message"]) == {"ko", "en"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.status_code, document["code"]


def test_rows_come_as_json_with_every_field_and_its_kind(client):
    document = client.get(JSON).json()

    assert (document["dataset"], document["as_of"], document["next"]) == (
        "example/places",
        "2024-03-04",
        None,
    )
    assert document["how"]["en"] == "Counted from the day they open."
    assert document["rows"][0] == {
        "code": "P1",
        "name": {"ko": "중앙공원", "en": "Central Park"},
        "kind": "park",
        "area": 1200,
        "opened": "2020-05-05",
        "free": True,
        "tags": ["산책", "물"],
    }
    assert (
        document["rows"][1]["code"] == "=2+3"
    )  # JSON says what stands there; only a spreadsheet would run it


def test_rows_come_as_csv_that_a_spreadsheet_opens_and_does_not_run(client):
    answer = client.get(CSV)
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="example-places-2024-03-04.csv"'
    assert list(table[0]) == ["code", "name_ko", "name_en", "kind", "area", "opened", "free", "tags"]
    assert table[1] == {
        "code": "'=2+3", "name_ko": "'@회관", "name_en": "'-Hall", "kind": "hall", "area": "",
        "opened": "2024-02-01", "free": "false", "tags": "",
    }  # fmt: skip
    assert (table[2]["name_ko"], table[2]["area"], table[2]["tags"]) == ('한솔, "공원"', "-7", "'=1")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_what_begins_like_a_formula_is_text(text):
    assert no_formula(text) == f"'{text}"


def test_a_day_gone_by_shows_what_was_there_then(client):
    assert [row["code"] for row in client.get(f"{JSON}?as_of=2024-02-15").json()["rows"]] == ["P1", "=2+3"]
    assert client.get(f"{JSON}?as_of=2024-02-15").json()["as_of"] == "2024-02-15"
    assert len(client.get(f"{CSV}?as_of=2019-01-01").content.decode().splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("as_of=zz", "no_such_day"),
        ("as_of=", "no_such_day"),
        ("as_of=20240304", "no_such_day"),
        ("as_of=2024-02-30", "no_such_day"),
        ("as_of=9999-12-31", "day_out_of_range"),
        ("as_of=2024-03-05", "day_to_come"),
        ("as_of=2024-03-04&as_of=2024-03-03", "parameter_twice"),
        ("asof=2024-03-04", "parameter_unknown"),
        ("kind=garden", "choice_unknown"),
        ("kind=", "choice_unknown"),
        ("least=0", "number_out_of_range"),
        ("least=1.5", "number_wanted"),
        ("least=٣", "number_wanted"),
    ],
)
@pytest.mark.parametrize("address", [JSON, CSV])
def test_a_question_that_cannot_be_answered_as_asked_is_refused(client, address, query, code):
    assert problem(client.get(f"{address}?{query}")) == (422, code)


def test_a_table_of_today_does_not_pretend_to_know_yesterday(client):
    now = "/open-data/example/now.json"

    assert problem(client.get(f"{now}?as_of=2024-03-03")) == (422, "only_today")
    assert client.get(f"{now}?as_of=2024-03-04").status_code == 200


def test_a_long_table_comes_in_pages_as_json_and_whole_as_csv(client):
    first = client.get("/open-data/example/now.json").json()
    last = client.get("/open-data/example/now.json?offset=11000&limit=10000").json()
    whole = b"".join(client.get("/open-data/example/now.csv").streaming_content).decode("utf-8-sig").split()

    assert (len(first["rows"]), first["next"]) == (1000, "/open-data/example/now.json?offset=1000")
    assert (len(last["rows"]), last["next"]) == (1000, None)
    assert (len(whole), whole[-1]) == (12_001, "11999")
    assert problem(client.get("/open-data/example/now.json?limit=10001")) == (422, "number_out_of_range")
    assert problem(client.get("/open-data/example/now.csv?limit=5")) == (422, "parameter_unknown")


@pytest.mark.parametrize("address", ["/open-data/nothing/at/all", "/open-data/example/none.csv", "/open-data/none/datapackage.json", "/ledger/proof/-1.json", "/plans/none.csv"])  # fmt: skip
def test_what_is_not_there_is_said_in_the_same_shape(client, address):
    assert problem(client.get(address)) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_another_method_is_told_which_are_taken(client, method):
    answer = getattr(client, method)(JSON)

    assert problem(answer) == (405, "not_allowed")
    assert answer["Allow"] == "GET, HEAD"


def test_head_answers_like_get_without_a_body(client):
    head, got = client.head(CSV), client.get(CSV)

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])


def test_other_peoples_pages_may_read_it(client):
    asked = client.options(JSON, headers={"origin": "https://example.org"})

    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert client.get(JSON)["Access-Control-Allow-Origin"] == "*"


def test_it_may_be_kept_and_is_asked_for_again_by_its_tag(client):
    first = client.get(JSON)
    again = client.get(JSON, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Cookie" not in first.get("Vary", "")
    assert "no-store" in client.get(f"{JSON}?as_of=zz")["Cache-Control"]


def test_whoever_asks_too_often_hears_when_to_ask_again(client, monkeypatch, one_minute):
    monkeypatch.setattr(limits.READS, "a_minute", 2)

    statuses = [client.get(JSON).status_code for _ in range(2)]
    refused = client.get(JSON)

    assert statuses == [200, 200]
    assert problem(refused) == (429, "too_often")
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_the_package_describes_the_very_columns_of_the_file(client):
    package = client.get("/open-data/example/datapackage.json").json()
    places = next(one for one in package["resources"] if one["name"] == "places")
    head = next(iter(as_csv(EXAMPLE, PLACES))).removeprefix("\ufeff").splitlines()[0]

    assert [one["name"] for one in places["schema"]["fields"]] == head.split(",")
    assert [one["type"] for one in places["schema"]["fields"]] == [
        "string", "string", "string", "string", "integer", "date", "boolean", "list",
    ]  # fmt: skip
    assert (places["path"], places["schema"]["primaryKey"]) == ("places.csv", ["code"])
    assert package["licenses"][0]["name"] == "KOGL-1.0-TYPE-1"


def test_the_catalogue_names_every_table_with_how_to_get_it(client):
    document = json.loads(client.get("/open-data/catalogue.jsonld").content)
    names = {one["dct:identifier"]: one for one in document["dcat:dataset"]}

    assert {"example/places", "plans/initiatives", "ledger/heads"} <= set(names)
    for one in names.values():
        for form in one["dcat:distribution"]:
            path = form["dcat:downloadURL"].removeprefix("http://testserver")
            assert client.get(path).status_code == 200, path


def test_people_find_it_on_a_page(client):
    home = client.get("/open-data/").content.decode()
    page = client.get("/open-data/example/places/").content.decode()

    assert "누구나 쓰는 시설입니다." in home
    assert "문을 연 날부터 셉니다." in page
    assert "중앙공원" in page
    assert client.get("/open-data/example/none/").status_code == 404
