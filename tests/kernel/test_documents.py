"""A JSON file has one meaning, or it is refused with the reason."""

import unicodedata
from decimal import Decimal

import pytest

from jiphyeon.kernel import Refused, parse_json, read_json


def test_a_document_with_a_byte_order_mark_is_read():
    assert parse_json(b'\xef\xbb\xbf{"age": 24}', "me.json") == {"age": 24}


def test_decomposed_names_and_texts_are_composed():
    decomposed = unicodedata.normalize("NFD", '{"성별": ["여성"]}')
    assert parse_json(decomposed.encode(), "me.json") == {"성별": ["여성"]}


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "json_unreadable", "me.json, line 1"),
        (b'{"a": 1,\n}', "json_unreadable", "me.json, line 2"),
        (b'{"a": 1, "a": 2}', "json_name_twice", "me.json"),
        (
            '{"각": 1, "%s": 2}'.encode() % unicodedata.normalize("NFD", "각").encode(),
            "json_name_twice",
            "me.json",
        ),
        (b"[NaN]", "json_not_a_number", "me.json, [0]"),
        (b'{"a": [1, {"b": -Infinity}]}', "json_not_a_number", "me.json, a[1].b"),
        (b"[" + b"9" * 4000 + b"]", "json_number_too_long", "me.json, [0]"),
        (b"[1e999]", "json_number_too_long", "me.json, [0]"),
        (b"[" * 200_000, "json_too_deep", "me.json"),
        (b'["\\uD800"]', "json_half_sign", "me.json, [0]"),
        (b'{"\\ud800": 1}', "json_half_sign", "me.json"),
        (b'\n["\xff"]', "json_not_utf8", "me.json, line 2"),
    ],
)
def test_a_document_of_two_meanings_is_refused(raw, code, place):
    with pytest.raises(Refused) as no:
        parse_json(raw, "me.json")
    assert (no.value.code, str(no.value.place)) == (code, place)


def test_numbers_are_made_as_asked():
    assert parse_json(b'{"area": 1.10, "rooms": 3}', "me.json", whole=str, fraction=Decimal) == {
        "area": Decimal("1.10"),
        "rooms": "3",
    }


def test_a_document_as_written_keeps_its_texts_and_still_names_nothing_twice():
    written = unicodedata.normalize("NFD", "각")

    assert parse_json(f'["{written}"]'.encode(), "me.json", as_written=True) == [written]
    with pytest.raises(Refused, match="stands twice in one object"):
        parse_json(f'{{"각": 1, "{written}": 2}}'.encode(), "me.json", as_written=True)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused) as no:
        read_json(tmp_path / "me.json")

    assert (no.value.code, str(no.value)) == (
        "file_unreadable",
        f"{tmp_path / 'me.json'}: The file cannot be read: No such file or directory.",
    )
