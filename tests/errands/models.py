import uuid

from django.db import models


class Errand(models.Model):
    """Something to be fetched for somebody by a day; `due_on` None: whenever it suits."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, default="paper")
    state = models.CharField(max_length=10, default="open")
    due_on = models.DateField(null=True, blank=True)
    officer = models.UUIDField(null=True, blank=True)
    amount = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on", "number"], name="errands_queue"),
            models.Index(fields=["due_on", "number"], name="errands_by_day"),
            models.Index(fields=["officer", "state", "due_on"], name="errands_of_officer"),
        ]


class Complaint(models.Model):
    """Somebody is not content with an errand."""

    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="complaints")
    is_open = models.BooleanField(default=True)


class Price(models.Model):
    """What a parcel costs to send, as it stood in a file."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    since = models.DateField(null=True)
    came_by = models.UUIDField(db_index=True)
