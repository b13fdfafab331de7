"""The log's entries, its tree in tiles, its signed heads; and the trail of who looked and who did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText


class Entry(models.Model):
    """One thing that happened. `leaf` is public and says nothing of anyone; salt and facts are sealed beside it.

    `index` is its place in the tree, given a little later in one batch (see `order`): a writer never waits for
    another writer. `sealed` is emptied when the facts must be forgotten, by a deed that stands on the log itself; the
    leaf still proves that it was there. Row numbers (`id`), here and below, say nothing and are held to nothing.
    """

    index = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    on = models.DateField()
    leaf = models.TextField()
    leaf_hash = models.CharField(max_length=64, unique=True)
    sealed = EncryptedJSON(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="entries_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(index__isnull=True) | Q(index__gte=0), name="an_index_counts_from_zero"
            ),
        ]


class Tree(models.Model):
    """The one row that says how long the tree is; whoever holds it may make the tree longer."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_tree")]


class Tile(models.Model):
    """256 hashes of one level (see `methods.merkle.TiledTree`); the last one of each level is still growing."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_tile_per_place")]


class SigningKey(models.Model):
    """The public half of every key that ever signed a head."""

    name = models.CharField(max_length=16, primary_key=True)
    public_pem = models.TextField()
    first_used_at = models.DateTimeField()


class Head(models.Model):
    """A signed tree head: so many leaves, this root, at this moment, after these heads.

    `before` is the chain over all heads signed earlier (see `heads.chained`); empty in heads from before version 0.3.0.
    """

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    before = models.CharField(max_length=64, blank=True, default="")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT)
    signature = models.TextField()

    class Meta:
        ordering = ["size"]


class TrailEntry(models.Model):
    """Who looked at what, or did what, and why. Private; chained so that a gap or a change shows.

    `position` and `chained` are given in batches like an entry's index, and the chain's end is put on the public log.
    """

    position = models.BigIntegerField(null=True, unique=True)
    chained = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_name = EncryptedText()
    unit = models.CharField(max_length=60, blank=True)
    post = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=100)
    about = models.CharField(max_length=200)
    person = models.UUIDField(null=True)
    reason = EncryptedText()
    details = EncryptedJSON()

    class Meta:
        indexes = [
            models.Index(F("person"), F("at").desc(), name="trail_by_person"),
            models.Index(F("about"), F("at").desc(), name="trail_by_subject"),
            models.Index(F("actor"), F("at").desc(), name="trail_by_actor"),
        ]
