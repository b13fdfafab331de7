"""A file's bytes, or the one refusal where a file cannot be read."""

from __future__ import annotations

from pathlib import Path

from jiphyeon.kernel.refusal import Place, Refused


def read_bytes(path: Path, *, shown: str | None = None) -> bytes:
    """Return a file's bytes. Raises Refused, at the file's path or `shown`, where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            "file_unreadable",
            ko="파일을 읽을 수 없습니다: {why}",
            en="The file cannot be read: {why}.",
            place=Place(shown or str(path)),
            why=error.strerror or str(error) or type(error).__name__,
        ) from None
