"""The simulated outside world as real processes, for every test that wants it.

def test_…(provider, client): ...      the MyData provider; faults are off at the start of each test
def test_…(mailbox): ...               the mail server and its letters; empty at the start of each test
def test_…(account_names): ...         the account-name service (계좌실명조회); its fault is off at the start of each test
def test_…(message_relay): ...         the relay of electronic documents; its faults are off at the start of each test
def test_…(payment_house): ...         the payment house that people pay in at; its faults are off at the start of each test
"""

import queue
import random
import re
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.waiting import PATIENCE_SECONDS, wait_until

# Nothing here is encrypted, and to read the certificates of the machine takes longer than what is asked.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def free_port():
    """Return a port that nobody listens at, below those that the system gives to connections: none of them takes it meanwhile."""
    dice = random.SystemRandom()  # workers that were seeded alike draw differently
    while True:
        port = dice.randrange(12_000, 32_000)
        with socket.socket() as asked, suppress(OSError):
            asked.bind(("127.0.0.1", port))
            return port


def started(module, *arguments, port):
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"

    def answers():
        if process.poll() is not None:
            raise RuntimeError(f"{module} stopped: {process.stderr.read()}")
        with suppress(httpx.TransportError):
            return httpx.get(f"{address}/healthz", trust_env=False, verify=PLAIN).status_code == 200

    try:
        wait_until(answers, lambda: f"{module} does not answer", every=0.05)
    except BaseException:
        process.kill()
        raise
    return process, address


def stopped(process):
    process.terminate()
    process.wait(PATIENCE_SECONDS)
    process.stderr.close()


class Outside:
    """The provider as a person (on its pages) and an operator (its faults) see it."""

    def __init__(self, url, data):
        self.url = url
        self.data = data
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS)

    def fails(self, kind, *, item="*", times=None):
        """Switch a fault on: timeout, slow, replay, unsigned, wrong_key, stale, holder_error."""
        answer = self.http.put(f"{self.url}/admin/faults", json={"item": item, "fault": kind, "times": times})
        assert answer.status_code == 200, answer.text

    def works(self):
        """Switch every fault off."""
        assert self.http.delete(f"{self.url}/admin/faults").status_code == 200

    def agrees(self, address, person, items=None):
        """Walk the provider's pages: say who is there, tick items (None: all), send. Returns the address back."""
        uri = parse_qs(urlsplit(address).query)["request_uri"][0]
        named = self.http.post(f"{self.url}/authorize", data={"request_uri": uri, "person": linking(person)})
        assert named.status_code == 303, named.text
        page = self.http.get(self.url + named.headers["Location"]).text
        offered = re.findall(r'name="item" value="([\w-]+)"', page)
        chosen = offered if items is None else list(items)
        assert set(chosen) <= set(offered)
        sent = self.http.post(
            f"{self.url}/authorize",
            data={"request_uri": uri, "item": chosen, "decision": "send" if chosen else "refuse"},
        )
        assert sent.status_code == 303, sent.text
        return sent.headers["Location"]


def linking(username):
    """Return the linking value of one of the demo cast."""
    return f"demo-linking-value-{username}"


def walks(client, outside, consent_url, person, *, agreed, granted=None, **extra):
    """Let a signed-in citizen agree to items, walk to the provider and back; returns the answer to the way back.

    `client` is Django's test client. `granted` None means the person sends all that was agreed.
    """
    answer = client.post(consent_url, {"decision": "agree", "item": list(agreed)}, **extra)
    assert answer.status_code == 302, answer.content
    back = outside.agrees(answer["Location"], person, granted)
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}", **extra)


@pytest.fixture(scope="session")
def _provider_process(tmp_path_factory):
    data = tmp_path_factory.mktemp("mydata-provider")
    process, address = started(
        "jiphyeon.simulators.mydata_provider",
        "--data", data, "--redirect-uri", "http://testserver/mydata/return/",
        port=free_port(),
    )  # fmt: skip
    yield Outside(address, data)
    stopped(process)


@pytest.fixture
def provider(_provider_process, settings, monkeypatch):
    """The simulated MyData provider as a process of its own; the city is connected to it, and patient."""
    from jiphyeon.contexts.mydata.actions import provider as calls

    monkeypatch.setattr(calls, "LONGEST", PATIENCE_SECONDS)
    settings.MYDATA_PROVIDER = _provider_process.url
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
        "form-action": ["'self'", _provider_process.url]
    }
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    _provider_process.works()
    yield _provider_process
    _provider_process.works()


class Identities:
    """The identity provider as whoever runs it, and as a person on its page."""

    def __init__(self, url):
        self.url = url
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS)

    def knows(self, **people):
        """Say whom it knows: claims by `sub`."""
        assert self.http.put(f"{self.url}/admin/people", json=people).status_code == 200

    def errs(self, fault):
        """Switch one fault on; see simulators/identity_provider/provider.py."""
        assert self.http.put(f"{self.url}/admin/fault", json={"fault": fault}).status_code == 200

    def works(self):
        """Switch the fault off and know nobody."""
        self.http.delete(f"{self.url}/admin/fault")
        self.knows()

    def agrees(self, address, person):
        """Be somebody on its page; returns the address back into the city."""
        assert self.http.get(address).status_code == 200
        answer = self.http.post(address, data={"person": person})
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]


@pytest.fixture(scope="session")
def _identity_process():
    process, address = started(
        "jiphyeon.simulators.identity_provider",
        "--redirect-uri", "http://testserver/account/oidc/city/login/callback/",
        port=free_port(),
    )  # fmt: skip
    yield Identities(address)
    stopped(process)


@pytest.fixture
def identities(_identity_process, settings, monkeypatch):
    """The simulated identity provider as a process of its own; the city, not a demo, is connected to it, and patient."""
    from jiphyeon.foundation.accounts import openid

    monkeypatch.setattr(openid, "LONGEST", PATIENCE_SECONDS)
    monkeypatch.setattr(openid, "WHOLE", PATIENCE_SECONDS)
    settings.DEMO = False
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "city",
                    "name": "City",
                    "client_id": "jiphyeon",
                    "secret": "demo-oidc-secret",
                    "settings": {
                        "server_url": _identity_process.url,
                        "accepted_acr": ["urn:example:seen-with-document"],
                    },
                }
            ]
        }
    }
    _identity_process.works()
    yield _identity_process
    _identity_process.works()


class Mailbox:
    """The simulated mail server: where to hand mail to, and what came."""

    def __init__(self, url, smtp_port, folder):
        self.url = url
        self.smtp_port = smtp_port
        self.folder = folder

    def letters(self):
        """Return what came, newest first."""
        return httpx.get(
            f"{self.url}/letters.json", trust_env=False, verify=PLAIN, timeout=PATIENCE_SECONDS
        ).json()


@pytest.fixture(scope="session")
def _mailbox_process(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mailbox")
    smtp = free_port()
    process, address = started(
        "jiphyeon.simulators.mailbox", "--data", folder, "--smtp-port", smtp, port=free_port()
    )
    yield Mailbox(address, smtp, folder)
    stopped(process)


@pytest.fixture
def mailbox(_mailbox_process, settings):
    """The simulated mail server as a process of its own; the city hands its mail to it."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _mailbox_process.smtp_port
    for letter in _mailbox_process.folder.glob("*.json"):
        letter.unlink()
    return _mailbox_process


class AccountNames:
    """The account-name service as a person and an operator see it."""

    def __init__(self, url):
        self.url = url
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS)

    def fails(self, kind, *, times=None):
        """Switch a fault on; see simulators/account_names/book.py."""
        answer = self.http.put(f"{self.url}/admin/fault", json={"fault": kind, "times": times})
        assert answer.status_code == 200, answer.text

    def works(self):
        """Switch the fault off."""
        assert self.http.delete(f"{self.url}/admin/fault").status_code == 200


@pytest.fixture(scope="session")
def _account_names_process():
    process, address = started("jiphyeon.simulators.account_names", port=free_port())
    yield AccountNames(address)
    stopped(process)


@pytest.fixture
def account_names(_account_names_process, settings, monkeypatch):
    """The simulated account-name service as a process of its own; the city asks it, and is patient."""
    from jiphyeon.foundation.payees import bank

    monkeypatch.setattr(bank, "LONGEST", PATIENCE_SECONDS)
    settings.ACCOUNT_NAMES = _account_names_process.url
    _account_names_process.works()
    yield _account_names_process
    _account_names_process.works()


class Calls:
    """What comes to an address of the office: each call as (path, headers, body), in the order it came; answered 200."""

    def __init__(self):
        self.came = queue.Queue()
        calls = self.came

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                calls.put((self.path, dict(self.headers), body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        return self.came.get(timeout=PATIENCE_SECONDS)

    def hand_on(self, client, *, until):
        """Hand every call that comes to Django's test client, until `until()` holds."""
        while not until():
            path, headers, body = self.next()
            answer = client.post(
                path,
                body,
                content_type="application/json",
                headers={name: headers[name] for name in ("X-Timestamp", "X-Signature")},
            )
            assert answer.status_code in {200, 404}, answer.content

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class CallsBack:
    """A simulator that calls the office back, as whoever runs it; `calls` are its callbacks."""

    def __init__(self, url, calls, data):
        self.url, self.calls, self.data = url, calls, data
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS)

    def fails(self, kind, *, times=None):
        """Switch a fault on; see FAULTS in the simulator's web.py."""
        answer = self.http.put(f"{self.url}/admin/faults", json={"fault": kind, "times": times})
        assert answer.status_code == 200, answer.text

    def works(self, kind=None):
        """Switch a fault off, or all."""
        given = {} if kind is None else {"fault": kind}
        assert self.http.delete(f"{self.url}/admin/faults", params=given).status_code == 200


class MessageRelay(CallsBack):
    """The relay, and a person with the app."""

    def app_of(self, identity):
        """Return the app of somebody."""
        return RelayApp(self.url, identity)


class RelayApp:
    """The app of one person, by its pages."""

    def __init__(self, url, identity):
        self.url = url
        self.http = httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS, base_url=url)
        number = identity.removeprefix("invented-")
        form = {"person": identity} if number == identity else {"number": number}
        assert self.http.post("/enter", data=form).status_code == 303

    def inbox(self, language="ko"):
        return self.http.get("/inbox", params={"lang": language}).text

    def page(self, key, language="ko"):
        return self.http.get(f"/documents/{key}", params={"lang": language})

    def does(self, key, *acts):
        """Press these buttons on a document; return the address the last one leads to."""
        for act in acts:
            answer = self.http.post(f"/documents/{key}", data={"act": act})
            assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def opens(self, key):
        """Show who one is, agree, open; return the token one comes with."""
        return self.token(self.does(key, "identify", "consent", "open"))

    @staticmethod
    def token(address):
        return parse_qs(urlsplit(address).query)["token"][0]


@pytest.fixture(scope="session")
def _message_relay_process(tmp_path_factory):
    data, calls = tmp_path_factory.mktemp("message-relay"), Calls()
    process, address = started(
        "jiphyeon.simulators.message_relay", "--data", data, "--office", calls.url, port=free_port()
    )
    yield MessageRelay(address, calls, data)
    stopped(process)
    calls.close()


@pytest.fixture
def message_relay(_message_relay_process, settings):
    """The simulated relay of electronic documents as a process of its own; the city is connected to it."""
    settings.RELAY = _message_relay_process.url
    _message_relay_process.works()
    yield _message_relay_process
    _message_relay_process.works()


@pytest.fixture(scope="session")
def _payment_house_process(tmp_path_factory):
    data, calls = tmp_path_factory.mktemp("payment-house"), Calls()
    process, address = started(
        "jiphyeon.simulators.payment_house", "--data", data, "--office", calls.url, port=free_port()
    )
    yield CallsBack(address, calls, data)
    stopped(process)
    calls.close()


@pytest.fixture
def payment_house(_payment_house_process, settings):
    """The simulated payment house as a process of its own; the city is connected to it."""
    settings.PAYMENTS = _payment_house_process.url
    _payment_house_process.works()
    yield _payment_house_process
    _payment_house_process.works()
