"""The office as a tree of units with posts, and outside bodies. Codes come from the city pack and never change meaning."""

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.fields.words import WordsField


class Unit(models.Model):
    """A bureau (실·국) or a division (과·담당관) below one."""

    code = models.SlugField(max_length=60, unique=True)
    name = WordsField(max_length=100)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="a_unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name.ko


class Post(models.Model):
    """A seat in a unit that an officer holds."""

    code = models.SlugField(max_length=60, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = WordsField(max_length=100)

    def __str__(self) -> str:
        return f"{self.unit} {self.title.ko}"


class Body(models.Model):
    """A university, enterprise, association or office outside the city's own units."""

    code = models.SlugField(max_length=60, unique=True)
    name = WordsField(max_length=150)
    kind = models.SlugField(max_length=40)

    def __str__(self) -> str:
        return self.name.ko


class LoadedPack(models.Model):
    """Which step of reading the city pack has been done, and from which state of its files."""

    step = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
