"""What can be found. The words themselves live in a table of the database's own kind (see the migration)."""

from django.db import models


class Audience(models.TextChoices):
    """Who may find a thing."""

    EVERYONE = "everyone"
    OFFICER = "officer"


class Findable(models.Model):
    """One page that can be found. Never a person's case or data: what is here is shown to its whole audience."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    title_ko = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    text_ko = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="a_thing_is_indexed_once")]
