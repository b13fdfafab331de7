"""Two columns are read and written as one Words, and nothing of the schema shows it."""

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db.migrations.state import ModelState

from jiphyeon.contexts.plans.models import Milestone
from jiphyeon.foundation.organisation.models import Body, Post, Unit
from jiphyeon.foundation.search.models import Findable
from jiphyeon.kernel import Words

SORA = Words("소라시청", "Sora City Hall")


@pytest.mark.django_db
def test_a_row_is_made_changed_and_read_by_its_words():
    unit = Unit.objects.create(code="sora", name=SORA)
    assert Unit.objects.get(pk=unit.pk).name == SORA

    unit.name = Words("소라시", "Sora")
    unit.save(update_fields=["name_ko", "name_en"])
    assert Unit.objects.filter(name_ko="소라시", name_en="Sora").get().name == Words("소라시", "Sora")

    unit, made = Unit.objects.update_or_create(code="sora", defaults={"name": SORA})
    assert (made, Unit.objects.get(pk=unit.pk).name) == (False, SORA)
    assert Unit.objects.only("code").get(pk=unit.pk).name == SORA
    assert Unit(code="sora", name_ko="소라시청", name_en="Sora City Hall").name == SORA


def test_english_that_comes_later_is_answered_in_korean():
    row = Milestone(name=Words("설명회", ""))

    assert row.name == Words("설명회", "설명회")
    assert (row.name_ko, row.name_en) == ("설명회", "")


@pytest.mark.django_db
def test_a_query_for_both_at_once_is_refused():
    for asked in (
        lambda: Unit.objects.filter(name=SORA).count(),
        lambda: list(Unit.objects.values_list("name")),
        lambda: list(Unit.objects.order_by("name")),
        lambda: list(Post.objects.filter(unit__name=SORA)),
        lambda: Unit.objects.update(name=SORA),
    ):
        with pytest.raises(FieldError, match="name_ko"):
            asked()


def test_to_migrations_and_dumps_it_is_the_two_columns_where_it_is_written():
    columns = {
        name: field.deconstruct()[1:] for name, field in ModelState.from_model(Findable).fields.items()
    }

    assert list(columns) == [
        "id",
        "kind",
        "key",
        "title_ko",
        "title_en",
        "text_ko",
        "text_en",
        "url",
        "audience",
    ]
    assert columns["title_en"] == ("django.db.models.CharField", [], {"max_length": 300})
    assert columns["text_ko"] == ("django.db.models.TextField", [], {"blank": True})
    assert list(serializers.serialize("python", [Body(code="sora", name=SORA)])[0]["fields"]) == [
        "code", "name_ko", "name_en", "kind",
    ]  # fmt: skip
