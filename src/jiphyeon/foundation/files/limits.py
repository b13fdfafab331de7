"""An upload that is too large stops filling the disk once it is known to be too large."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class StopWriting(FileUploadHandler):
    """Stands before the handlers that store: lets an upload pass until just beyond the limit, swallows the rest.

    The file that arrives is then larger than the limit, and `files.store.keep` refuses it in words; a broken
    connection would tell the person nothing.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a piece on, or swallow it."""
        return raw_data if start <= settings.UPLOAD_LIMIT_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the handlers that stored it."""
        del file_size
