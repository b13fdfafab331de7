"""What the public record publishes: its signed heads as a table, and the proofs programs may ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jiphyeon.foundation.ledger.heads import shown
from jiphyeon.foundation.ledger.leaves import moment_text
from jiphyeon.foundation.ledger.models import Head
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Operation, Row
from jiphyeon.kernel import Words

title = Words("공개 기록", "Public record")


def heads(asked: Asked) -> Iterator[Row]:
    """Yield every signed head, from the first."""
    del asked
    for row in Head.objects.order_by("size").iterator(chunk_size=1000):
        head = shown(row)
        yield {
            "size": head.size,
            "root": head.root,
            "at": moment_text(head.at),
            "key": head.key,
            "signature": head.signature,
            "before": head.before or None,
        }


datasets = (
    Dataset(
        "heads",
        Words("서명한 요약값", "Signed heads"),
        Words(
            "공개 기록이 그때까지 무엇을 담았는지 서명한 것입니다.",
            "What the public record held at each moment, signed.",
        ),
        Words(
            "RFC 9162의 나무에 P-256 열쇠로 서명합니다. 앞선 요약값과 이어져 있어 지우거나 바꾸면 드러납니다.",
            "A tree of RFC 9162, signed with a P-256 key and chained to the heads before, so that a change shows.",
        ),
        (
            Field("size", Words("기록 수", "Entries"), "whole", Words("건", "entries")),
            Field(
                "root",
                Words("나무의 뿌리", "Root of the tree"),
                more=Words("SHA-256, 16진수", "SHA-256, hexadecimal"),
            ),
            Field("at", Words("서명한 때", "Signed at"), more=Words("UTC", "UTC")),
            Field("key", Words("열쇠 이름", "Name of the key")),
            Field("signature", Words("서명", "Signature"), more=Words("base64 DER", "base64 DER")),
            Field("before", Words("앞선 요약값들의 해시", "Hash of the heads before")),
        ),
        heads,
        "continuous",
        key=("size",),
    ),
)


def _query(name: str, what: str, *, required: bool = False) -> Mapping[str, object]:
    schema = {"type": "integer", "minimum": 0}
    return {"name": name, "in": "query", "required": required, "description": what, "schema": schema}


_TEXT = {"type": "string"}
_HEAD = {
    "type": "object",
    "required": ["size", "root", "at", "key", "signature", "statement"],
    "properties": {
        "size": {"type": "integer"},
        **dict.fromkeys(["root", "at", "before", "key", "signature", "statement", "public_key"], _TEXT),
    },
}
_PATH = {"type": "array", "items": _TEXT}

operations = (
    Operation(
        "ledger:head",
        Words("가장 새로운 요약값과 그 열쇠", "The newest signed head, with its public key"),
        {200: _HEAD, 404: None},
    ),
    Operation(
        "ledger:heads",
        Words("어느 크기부터의 요약값", "Signed heads from a size on"),
        {200: {"type": "object", "properties": {"heads": {"type": "array", "items": _HEAD}}}, 422: None},
        (_query("from", "The size to begin with."),),
    ),
    Operation(
        "ledger:entries",
        Words("어느 번호부터의 기록", "Leaves from an index on: everything public of the log"),
        {
            200: {
                "type": "object",
                "properties": {
                    "entries": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"index": {"type": "integer"}, "leaf": _TEXT},
                        },
                    }
                },
            },
            422: None,
        },
        (_query("start", "The first index."), _query("count", "Entries at most.")),
    ),
    Operation(
        "ledger:inclusion",
        Words("기록이 들어 있다는 증명", "The proof that an entry is in the log"),
        {
            200: {
                "type": "object",
                "required": ["index", "leaf", "leaf_hash", "path", "head"],
                "properties": {
                    "index": {"type": "integer"},
                    "leaf": _TEXT,
                    "leaf_hash": _TEXT,
                    "path": _PATH,
                    "head": _HEAD,
                },
            },
            404: None,
            422: None,
        },
        (
            {
                "name": "index",
                "in": "path",
                "required": True,
                "description": "The entry.",
                "schema": {"type": "integer", "minimum": 0},
            },
            _query("size", "Another signed head than the newest."),
        ),
    ),
    Operation(
        "ledger:consistency",
        Words(
            "기록이 늘기만 했다는 증명",
            "The proof that the log of one signed size is the beginning of a later one's",
        ),
        {
            200: {
                "type": "object",
                "required": ["first", "second", "path"],
                "properties": {"first": _HEAD, "second": _HEAD, "path": _PATH},
            },
            404: None,
            422: None,
        },
        (
            _query("first", "The earlier size.", required=True),
            _query("second", "The later size.", required=True),
        ),
    ),
    Operation(
        "ledger:key",
        Words("공개 열쇠", "The public key"),
        {200: _TEXT, 404: None},
        (
            {
                "name": "name",
                "in": "query",
                "required": False,
                "description": "An earlier key.",
                "schema": _TEXT,
            },
        ),
        media="application/x-pem-file",
    ),
)
