"""A city that version 0.2.0 itself filled opens in this one, with every row where it was.

`old_cities/0.2.0.tar.xz` is the data folder of its demo city, made small: five applications, one of them paid since 2023,
a fee answered, two changes of terms, an officer appointed on a page, a saved view. Whoever adds a migration adds nothing here.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent / "old_cities" / "0.2.0.tar.xz"
OPEN = """
import django
from django.conf import settings

settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
django.setup()
from django.core.management import call_command
from django.test import Client
from django.contrib.auth import get_user_model
from jiphyeon.config import city
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.ledger.order import put_in_order

call_command("migrate", verbosity=0, interactive=False)
city.load(lambda _words: None, demo=False)  # rooms that are new write no demo of theirs
put_in_order()  # what waited
put_in_order()  # when the oldest entries were recorded

def look(name, *pages):
    client = Client()
    client.force_login(
        get_user_model().objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for page in pages:
        print(name, page, client.get(page, follow=True).status_code)

cases = [f"/benefits/desk/{case.key}/" for case in Case.objects.filter(number__isnull=False)]
look("seoyeon", "/benefits/desk/?view=all", "/reforms/", "/fees/desk/", *cases)
look("doyun", "/", "/my/", "/benefits/mine/", "/notices/", "/mydata/")
look("garam", "/appointments/", "/reforms/all/")
"""
GROW = """
import django
from django.conf import settings

settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from jiphyeon.config import city
from jiphyeon.foundation.accounts.pack import stories
from jiphyeon.foundation.accounts.models import Appointment

User = get_user_model()

def there():
    people = User.objects.filter(is_demo=True)
    held = Appointment.objects.order_by("pk").values_list("user__username", "post__code", "roles", "first", "last")
    return dict(people.values_list("username", "key")), [tuple(map(str, one)) for one in held]

before, held = there()
Appointment.objects.filter(user__username="minjae").update(last="2024-02-01")  # an administrator's own deed
held = there()[1]
for _time in range(2):
    city.load(print, demo=True)
    after, now = there()
    print("kept", {name: after[name] for name in before} == before, now[: len(held)] == held)
    print("cast", len(after), len(set(stories(settings.CITY_PACK)) - set(after)), len(now))
for name in sorted(set(after) - set(before)):
    client = Client()
    client.force_login(User.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend")
    print("new", name, client.get("/", follow=True).status_code, client.get("/my/", follow=True).status_code)
"""
# What stands under another name now; whatever is not named here stands where it stood.
MOVED = {
    "benefits_entry": "casework_historyline",
    "benefits_objection": "casework_objection",
    "benefits_paper": "casework_attachment",
    "benefits_remark": "casework_remark",
    "benefits_supplement": "casework_supplement",
    "benefits_feeanswer": "fees_feeanswer",
    "benefits_outreachchoice": "outreach_outreachchoice",
    "benefits_outreachcontact": "outreach_outreachcontact",
    "benefits_outreachround": "outreach_outreachround",
    "benefits_reform": "reforms_reform",
    "benefits_reformrun": "reforms_reformrun",
    "benefits_reformrun_reforms": "reforms_reformrun_reforms",
    "benefits_savedview": "queues_savedview",
}
# Records that only grow, and what is made anew from the pack and the code.
GROWS = {"ledger_entry", "ledger_head", "ledger_tile", "ledger_trailentry", "notices_notice", "notices_mail"}
MADE_ANEW = (
    "auth_",
    "django_",
    "search_",
    "sqlite_",
    "jobs_",
    "organisation_",
    "plans_figure",
    "notices_templateversion",
)


def rows_of(folder):
    with sqlite3.connect(folder / "jiphyeon.sqlite3") as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("old") / "data"
    with tarfile.open(KEPT) as kept:
        kept.extractall(folder, filter="data")
    before = rows_of(folder)
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JIPHYEON_", "DATABASE_URL"))
        },
        "JIPHYEON_DATA_DIR": str(folder),
        "JIPHYEON_DEMO": "1",
        "JIPHYEON_LANGUAGE": "en",
        "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }

    def run(*arguments, data=folder):
        return subprocess.run(
            [sys.executable, *arguments],
            env=environment | {"JIPHYEON_DATA_DIR": str(data)},
            capture_output=True,
            text=True,
            check=False,
            cwd=folder.parent,
        )

    return before, run("-c", OPEN), folder, run


def test_every_row_stands_where_it_was_or_in_the_room_that_has_it_now(opened):
    before, answer, folder, _run = opened
    assert answer.returncode == 0, answer.stderr[-3000:]
    after = rows_of(folder)

    kept = {name: count for name, count in before.items() if not name.startswith(MADE_ANEW)}
    assert {name: after[MOVED.get(name, name)] for name in kept if name not in GROWS} == {
        name: count for name, count in kept.items() if name not in GROWS
    }
    assert {name for name in GROWS if after[name] < kept[name]} == set()
    assert after["programmes_amendment"] == 1


def test_its_pages_open(opened):
    _before, answer, _folder, _run = opened

    pages = [line for line in answer.stdout.splitlines() if line.startswith(("seoyeon ", "doyun ", "garam "))]
    assert [page for page in pages if not page.endswith(" 200")] == []
    assert len(pages) == 14


def test_its_log_holds_and_so_does_every_row_that_the_log_tells_of(opened):
    _before, _answer, _folder, run = opened

    run("-m", "jiphyeon", "ledger", "head", "--sign")
    log = json.loads(run("-m", "jiphyeon", "ledger", "verify", "--json").stdout)
    rows = json.loads(run("-m", "jiphyeon", "ledger", "verify", "--rows", "--json").stdout)

    assert (log["verdict"], log["problems"], log["unchecked"]) == ("true", [], [])
    # Leaves of that time say less than those of now: what they lack is named, and nothing they say is contradicted.
    assert (rows["verdict"], rows["problems"]) == ("not_proven", [])
    assert all("from before version 0.4.0" in words for words in rows["unchecked"])


def test_what_it_decided_is_decided_the_same(opened):
    _before, _answer, _folder, run = opened

    again = json.loads(run("-m", "jiphyeon", "benefits", "replay", "2023-000001", "--json").stdout)

    assert again["verdict"] == "true"


def test_it_gains_whom_the_cast_gained_since_and_once(opened, tmp_path):
    _before, _answer, folder, run = opened
    grown = tmp_path / "data"
    shutil.copytree(folder, grown)

    answer = run("-c", GROW, data=grown)

    assert answer.returncode == 0, answer.stderr[-3000:]
    lines = answer.stdout.splitlines()
    assert [line for line in lines if line.startswith("kept")] == ["kept True True"] * 2
    first, second = [line for line in lines if line.startswith("cast")]
    assert first == second
    assert first.split()[2] == "0"
    new = [line for line in lines if line.startswith("new")]
    assert {"jihun", "suhyeon", "eunchae", "dain", "jiho"} <= {line.split()[1] for line in new}
    assert all(line.endswith("200 200") for line in new)
