"""What no view answers by itself is answered all the same: another encoding, and a refusal nobody caught."""

import json

import pytest
from django.test import RequestFactory

from jiphyeon.contexts.programmes import views as finding
from jiphyeon.foundation.ui.answering import in_another_charset
from jiphyeon.kernel import Refused

CHARSETS = ["utf-16", "utf-7", "cp949", "rot13", "idna", "punycode", "undefined", "klingon", "utf8", ""]


def sent(content_type, *, method="POST", query="next=/&a=%ff"):
    """What the web process answers to a request with this Content-Type."""
    from jiphyeon.config.wsgi import application

    environ = (
        RequestFactory().generic(method, "/ui/language/", b"language=ko", content_type=content_type).environ
    )
    heard = {}
    body = application(
        environ | {"QUERY_STRING": query},
        lambda status, headers: heard.update(status=int(status[:3]), headers=dict(headers)),
    )
    return heard["status"], heard["headers"], b"".join(body).decode()


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_encoding_is_refused_before_anything_is_read(db, charset, kind, method):
    status, _headers, words = sent(f'{kind}; charset="{charset}"', method=method)

    assert status == 415
    assert "UTF-8" in words


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_program_hears_it_as_json(db, charset):
    status, headers, words = sent(f'application/json; charset="{charset}"')

    assert (status, headers["Content-Type"], json.loads(words)["code"]) == (
        415,
        "application/json",
        "charset",
    )


@pytest.mark.parametrize("content_type", ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf-8"'])
def test_ours_is_read(content_type):
    assert in_another_charset({"CONTENT_TYPE": f"application/x-www-form-urlencoded{content_type}"}) is None


@pytest.mark.parametrize(("language", "words"), [("ko", "오늘은 안 됩니다."), ("en", "Not today.")])
def test_a_refusal_that_a_view_let_through_is_said(client, db, monkeypatch, language, words):
    def refuses(_day):
        raise Refused("not_today", ko="오늘은 안 됩니다.", en="Not today.")

    monkeypatch.setattr(finding.catalogue, "cards", refuses)
    answer = client.get("/programmes/", headers={"accept-language": language})

    assert answer.status_code == 422
    assert words in answer.content.decode()
