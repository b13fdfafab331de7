"""What can be found. The words themselves live in a table of the database's own kind (see the migration)."""

from django.db import models

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.words import WordsField


class Audience(models.TextChoices):
    """Who may find a thing."""

    EVERYONE = "everyone"
    OFFICER = "officer"


class Findable(models.Model):
    """One page that can be found. Never a person's case or data: what is here is shown to its whole audience."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    title = WordsField(max_length=300)
    text = WordsField(blank=True)
    url = models.CharField(max_length=500)
    audience = EnumField(Audience, max_length=10, choices=Audience.choices, default=Audience.EVERYONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="a_thing_is_indexed_once")]


class Spelling(models.Model):
    """A word everyone may find, under itself and under what remains of it without any one letter; see `spelling`."""

    remains = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["remains", "word"], name="a_spelling_is_known_once")]
