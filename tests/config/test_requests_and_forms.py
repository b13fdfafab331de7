"""What a city that is no demo trusts: the forwarded scheme, and where forms may lead."""

from django.http import HttpResponse

from jiphyeon.config import environment
from jiphyeon.foundation.accounts.middleware import one_scheme


def secure(rf, settings, scheme):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answer = one_scheme(lambda request: HttpResponse(str(request.is_secure())))
    return answer(rf.get("/", HTTP_X_FORWARDED_PROTO=scheme)).content.decode() == "True"


def test_a_scheme_told_once_is_believed_and_one_told_twice_is_not(rf, settings):
    assert secure(rf, settings, "https")
    assert not secure(rf, settings, "http")
    assert not secure(rf, settings, "https,http")
    assert not secure(rf, settings, "https, https")


def test_forms_lead_to_the_simulated_holder_only_where_it_is_simulated(monkeypatch):
    monkeypatch.delenv("JIPHYEON_OIDC", raising=False)
    monkeypatch.delenv("JIPHYEON_MYDATA", raising=False)
    assert environment.form_targets(simulated=True) == ["http://127.0.0.1:8801"]
    assert environment.form_targets(simulated=False) == []

    monkeypatch.setenv("JIPHYEON_MYDATA", "https://holder.example.org/api")
    assert environment.form_targets(simulated=False) == ["https://holder.example.org"]
