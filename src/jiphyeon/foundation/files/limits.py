"""An upload that is too large stops filling the disk once it is known to be too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import Resolver404, resolve

V = TypeVar("V", bound=Callable[..., Any])


def takes_up_to(limit: int) -> Callable[[V], V]:
    """Mark a view whose files may be larger than others'; `limit` in bytes."""

    def mark(view: V) -> V:
        view.upload_limit = limit  # type: ignore[attr-defined] # read below
        return view

    return mark


class StopWriting(FileUploadHandler):
    """Stands before the handlers that store: lets an upload pass until just beyond the limit, swallows the rest.

    The file that arrives is then larger than the limit, and `files.store.keep` refuses it in words; a broken
    connection would tell the person nothing.
    """

    def handle_raw_input(self, input_data: Any, META: Any, *rest: Any, **more: Any) -> None:  # noqa: N803 -- Django's
        """Look up how large the files of this address may be."""
        del input_data, rest, more
        try:
            view: Any = resolve(META.get("PATH_INFO", "")).func
        except Resolver404:
            view = None
        self.limit = getattr(view, "upload_limit", settings.UPLOAD_LIMIT_BYTES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a piece on, or swallow it."""
        return raw_data if start <= self.limit else None

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the handlers that stored it."""
        del file_size
