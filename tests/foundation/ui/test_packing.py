"""Pages leave compressed, but never where somebody else could measure what stands in them."""

import gzip

import pytest


@pytest.fixture
def ask(as_person):
    def asked(name, path="/", **headers):
        return as_person(name).get(path, headers={"accept-encoding": "gzip", **headers})

    return asked


def is_packed(answer):
    return answer.headers.get("Content-Encoding") == "gzip"


def test_a_page_of_nobody_is_packed_and_reads_as_before(ask):
    answer = ask(None, "/programmes/find/")

    assert is_packed(answer)
    assert "<!DOCTYPE html>" in gzip.decompress(answer.content).decode()
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("site", "packed"),
    [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False), ("", False)],
)
def test_a_page_of_a_session_is_packed_only_where_our_own_page_asked(ask, site, packed):
    answer = ask("seoyeon", "/search/", **({"sec-fetch-site": site} if site else {}))

    assert is_packed(answer) is packed
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_whoever_does_not_unpack_gets_the_page_as_it_is(client, db):
    assert not is_packed(client.get("/search/"))


def test_the_search_in_the_head_of_everybodys_pages_leaves_no_words_in_the_address(as_person):
    head = '<form class="jip-search" role="search" method="post"'

    assert head in as_person("seoyeon").get("/search/").content.decode()
    assert head in as_person("hana").get("/search/").content.decode()
    assert head in as_person(None).get("/search/").content.decode()
