"""Every text that people write has a declared limit, in its form and in its column, and a longer one is refused in words."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import override_settings

import jiphyeon
from jiphyeon.foundation.fields.text import LONGEST, Bounded, FreeText
from jiphyeon.foundation.secrets.fields import EncryptedText
from jiphyeon.kernel import Refused

# Columns of texts that the house itself writes, and what bounds them.
OURS = {
    "accounts_remembered.value": "a counter of ours",
    "ledger_entry.leaf": "made of hashes and names of ours",
    "ledger_signingkey.public_pem": "a key of ours",
    "ledger_head.signature": "a signature of ours",
    "search_findable.text_ko": "made from rows that have their own limits",
    "search_findable.text_en": "made from rows that have their own limits",
}


def columns():
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("jiphyeon."):
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.CharField | models.TextField):
                    yield f"{model._meta.db_table}.{field.column}", field


def test_every_column_of_texts_has_a_limit():
    endless = {name for name, field in columns() if not isinstance(field, Bounded) and not field.max_length}

    assert endless == set(OURS)


def test_a_limit_is_a_limit():
    assert {
        name for name, field in columns() if isinstance(field, EncryptedText) and field.longest > 20_000
    } == set()


def our_forms(of=forms.BaseForm):
    for one in of.__subclasses__():
        if one.__module__.startswith("jiphyeon."):
            yield one
        yield from our_forms(one)


def test_every_field_of_a_form_that_takes_a_text_has_a_limit():
    for module in pkgutil.walk_packages(jiphyeon.__path__, "jiphyeon."):
        if module.name.rpartition(".")[2].endswith(("form", "forms", "gallery")) or ".forms." in module.name:
            importlib.import_module(module.name)
    endless = {
        f"{form.__name__}.{name}"
        for form in our_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and field.max_length is None
    }

    assert endless == {"SignInForm.password"}  # hashed, and never kept


@pytest.mark.parametrize("field", [EncryptedText(), EncryptedText(longest=20), FreeText()])
def test_a_longer_text_is_refused_with_both_numbers(field):
    field.set_attributes_from_name("body")
    field.model = apps.get_model("accounts", "Citizen")
    longest = field.longest

    assert field.get_prep_value("9" * longest)
    with pytest.raises(Refused) as refused:
        field.get_prep_value("9" * (longest + 1))
    assert refused.value.code == "text_too_long"
    assert f"{longest:,}자까지" in refused.value.words.ko
    assert f"{longest + 1:,}자" in refused.value.words.ko
    assert LONGEST == 5_000


@pytest.mark.django_db
def test_no_migration_is_needed_for_a_limit():
    from django.core.management import call_command

    with override_settings():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
