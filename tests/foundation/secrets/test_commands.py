"""Changing keys on the command line."""

import base64

import pytest
from click.testing import CliRunner
from tests.foundation.jobs.deeds import say

from jiphyeon.commands.secrets.command import secrets
from jiphyeon.foundation.jobs.models import Job

OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)


def run(*arguments):
    return CliRunner().invoke(secrets, list(arguments))


def test_a_fresh_key_is_32_bytes_under_the_name_given():
    name, _, encoded = run("new-key", "march").stdout.strip().partition(":")

    assert name == "march"
    assert len(base64.b64decode(encoded)) == 32
    assert run("new-key", "a:b").exit_code == 2


@pytest.mark.django_db
def test_rotation_tells_what_it_did_and_status_shows_it(settings):
    settings.FIELD_KEYS = (OLD,)
    say.enqueue("word")
    settings.FIELD_KEYS = (NEW, OLD)

    before, done, after = run("status"), run("rotate"), run("status")

    assert "1 value under older keys (run: ./jip secrets rotate)" in before.stdout
    assert done.stdout.startswith("1 values sealed under the newest key.")
    assert "newest key: new; 0 values under older keys" in after.stdout
    settings.FIELD_KEYS = (NEW,)
    assert Job.objects.get().arguments["args"] == ["word"]


@pytest.mark.django_db
def test_a_value_without_its_key_is_named_and_exits_with_1(settings):
    settings.FIELD_KEYS = (OLD,)
    say.enqueue("word")
    settings.FIELD_KEYS = (NEW,)

    done = run("rotate")

    assert done.exit_code == 1
    assert "jobs_job.arguments, row" in done.stderr
