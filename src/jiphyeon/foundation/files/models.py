"""What is known of a kept file; its bytes lie encrypted in the data folder under its key."""

from __future__ import annotations

import uuid

from django.db import models

from jiphyeon.foundation.secrets.fields import EncryptedText


class KeptFile(models.Model):
    """One file. Its own key is sealed in this row, so that rotating the keyring touches rows and not files."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = EncryptedText()
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    owner = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=100)
    readers = models.JSONField(default=list)
    sealing_key = EncryptedText()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["purpose", "kept_at"], name="files_by_purpose")]
