"""What makes a simulator err is asked by this machine alone, under its own name, and by no other site's page."""

from functools import partial
from types import SimpleNamespace

import pytest
from werkzeug.test import Client

from jiphyeon.simulators.account_names import web as account_names
from jiphyeon.simulators.account_names.book import Service
from jiphyeon.simulators.identity_provider import web as identity_provider
from jiphyeon.simulators.mailbox import page as mailbox
from jiphyeon.simulators.message_relay import web as message_relay
from jiphyeon.simulators.mydata_provider import web as mydata_provider

SIMULATORS = {
    "account_names": account_names,
    "identity": identity_provider,
    "mydata": mydata_provider,
    "relay": message_relay,
    "mailbox": mailbox,
}


def served(web, given=None):
    """Return a simulator's site over what it is given to know."""
    if web is mailbox:
        return web.Page(given)
    if web is message_relay:
        return web.Site(given or SimpleNamespace(store=None), SimpleNamespace(hurry=lambda: None))
    return web.Site(given)


ERROR = {"fault": "error"}
DOORS = [
    pytest.param(partial(served, web), rule.rule, method, id=f"{name}-{method}-{rule.rule}")
    for name, web in SIMULATORS.items()
    for rule in web._ROUTES.iter_rules()
    if rule.rule.startswith("/admin") or rule.endpoint == "admin"
    for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
]


def asked(site, path, method="GET", *, of="127.0.0.1:8804", origin=None, peer="127.0.0.1", given=ERROR):
    return Client(site).open(
        path,
        method=method,
        base_url=f"http://{of}",
        headers={} if origin is None else {"Origin": origin},
        environ_overrides={"REMOTE_ADDR": peer},
        json=given if method == "PUT" else None,
    )


@pytest.mark.parametrize(("site", "path", "method"), DOORS)
@pytest.mark.parametrize(
    "whence",
    [
        {"of": "rebound.invalid:8804"},
        {"of": "rebound.invalid:8804", "origin": "http://rebound.invalid:8804"},
        {"of": "127.0.0.1.rebound.invalid"},
        {"origin": "https://other.invalid"},
        {"origin": "http://127.0.0.1:8805"},
        {"origin": "null"},
        {"peer": "192.0.2.7"},
        {"peer": ""},
    ],
)
def test_nobody_else_enters_any_of_these_doors(site, path, method, whence):
    assert asked(site(None), path, method, **whence).status_code == 403


@pytest.mark.parametrize(
    "whence",
    [
        {},
        {"of": "localhost:8804"},
        {"of": "[::1]:8804", "peer": "::1"},
        {"origin": "http://127.0.0.1:8804"},
    ],
)
def test_this_machine_does(whence):
    service = Service(client="", secret="", accounts={})

    assert asked(account_names.Site(service), "/admin/fault", "PUT", **whence).status_code == 200
    assert service.fault == "error"


@pytest.mark.parametrize("web", SIMULATORS.values(), ids=SIMULATORS)
def test_a_browser_says_whence_a_form_of_our_own_page_comes(web):
    """Under `no-referrer` it would call every origin `null`, and the door would be shut to its own page too."""
    assert asked(served(web), "/healthz").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("site", "path"),
    [
        pytest.param(account_names.Site, "/admin/fault", id="account_names"),
        pytest.param(identity_provider.Site, "/admin/fault", id="identity-fault"),
        pytest.param(identity_provider.Site, "/admin/people", id="identity-people"),
        pytest.param(mydata_provider.Site, "/admin/faults", id="mydata"),
        pytest.param(partial(served, message_relay), "/admin/faults", id="relay"),
    ],
)
@pytest.mark.parametrize(
    "given",
    [
        [],
        [["item", "*"]],
        "fault",
        7,
        None,
        {"item": [], "fault": {}},
        {"item": "*", "fault": "timeout", "times": 10**40},
    ],
)
def test_what_is_no_order_is_refused(site, path, given):
    knows_nothing = SimpleNamespace(items={}, people={}, fault="", left=None, store=None)

    assert asked(site(knows_nothing), path, "PUT", given=given).status_code == 400


@pytest.mark.parametrize("web", SIMULATORS.values(), ids=SIMULATORS)
def test_no_page_of_another_name_reads_what_a_simulator_knows(web):
    site = served(web)
    paths = [rule.rule for rule in web._ROUTES.iter_rules() if "GET" in rule.methods and not rule.arguments]

    refused = {asked(site, path, of="rebound.invalid:8804").status_code for path in paths}
    alive = {
        asked(site, "/healthz", of=name).status_code for name in ("localhost:1", "[::1]:1", "192.0.2.7:1")
    }

    assert (refused, alive) == ({403}, {200})
