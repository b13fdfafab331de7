"""What can be found altered, each with its code and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiphyeon.foundation.ledger.heads import SignedHead
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Altered:
    """Something found that is not as it was recorded. `index` is the entry's, where it is an entry."""

    code: str
    words: Words
    index: int | None = None


TREE_ROW = Altered(
    "tree_row_altered",
    Words(
        "나무의 길이를 적은 줄이 없어졌거나 바뀌었습니다. 기록된 건수와 맞지 않습니다.",
        "The row that says how long the tree is was altered or is gone: it does not fit the entries there are.",
    ),
)


def heads_disagree(size: int) -> Altered:
    return Altered(
        "heads_disagree",
        Words(
            "기록은 {size}건인데 서명한 요약값은 그와 다릅니다.",
            "The log has {size} entries, but the signed heads say otherwise.",
        ).filled(size=size),
    )


def facts_gone(index: int | None, subject: str) -> Altered:
    return Altered(
        "facts_gone",
        Words(
            "{index}번 기록의 내용이 없어졌는데, 파기했다는 기록이 없습니다.",
            "The facts of entry {index} are gone, and no deed on the log says that they were forgotten.",
        ).filled(index=subject if index is None else index),
        index,
    )


def moment_altered(index: int) -> Altered:
    return Altered(
        "moment_altered",
        Words(
            "{index}번보다 앞선 기록 가운데 하나의 기록 시각이 바뀌었습니다.",
            "When one of the entries before {index} was recorded has been altered.",
        ).filled(index=index),
    )


def row_unreadable(done: int) -> Altered:
    return Altered(
        "row_unreadable",
        Words(
            "{done}번 기록까지는 맞으나, 그 뒤에 읽을 수 없는 줄이 있습니다. 누군가 바꾼 것입니다.",
            "Entries up to {done} stand, but a row after them cannot be read: somebody altered it.",
        ).filled(done=done),
    )


def entry_altered(entry: Any) -> Altered:
    return Altered(
        "entry_altered",
        Words(
            "{index}번 기록({kind}, {on})이 기록된 뒤에 바뀌었습니다.",
            "Entry {index} ({kind}, {on}) was altered after it was recorded.",
        ).filled(index="?" if entry.index is None else entry.index, kind=str(entry.kind)[:100], on=entry.on),
        entry.index,
    )


def entry_gone(index: int) -> Altered:
    return Altered(
        "entry_gone",
        Words("{index}번 기록이 없어졌습니다.", "Entry {index} is gone.").filled(index=index),
        index,
    )


def forgetting_disagrees(entry: Any) -> Altered:
    return Altered(
        "forgetting_disagrees",
        Words(
            "{index}번 기록은 내용을 파기했다고 하는데, 그 기록들이 그대로가 아닙니다.",
            "Entry {index} says which facts were forgotten, and those entries are not as it says.",
        ).filled(index="?" if entry.index is None else entry.index),
        entry.index,
    )


def history_altered(first: int, size: int) -> Altered:
    return Altered(
        "history_altered",
        Words(
            "{first}번부터 {last}번까지의 기록 가운데 하나가 나무와 함께 바뀌었습니다. 서명한 요약값과 맞지 않습니다.",
            "One of the entries {first} to {last} was altered together with the tree: the signed head does not fit.",
        ).filled(first=first, last=size - 1),
        first,
    )


def key_unknown(head: SignedHead) -> Altered:
    return Altered(
        "key_unknown",
        Words(
            "{size}건일 때의 요약값은 이 시의 것이 아닌 열쇠({key})로 서명되었습니다. 예전에 쓰던 열쇠라면 그 공개키를 --key 로 함께 주세요.",
            "The head at {size} entries is signed with a key ({key}) that nothing outside the database vouches for. If it is an "
            "earlier key of the city's, give its public half with --key as well.",
        ).filled(size=head.size, key=str(head.key)[:40]),
    )


def signature_wrong(size: int) -> Altered:
    return Altered(
        "signature_wrong",
        Words(
            "{size}건일 때의 요약값에 있는 서명이 맞지 않습니다.",
            "The signature on the head at {size} entries does not hold.",
        ).filled(size=size),
    )


def head_gone(last: int, size: int) -> Altered:
    return Altered(
        "head_gone",
        Words(
            "{last}건과 {size}건 사이의 서명한 요약값이 바뀌었거나 없어졌습니다.",
            "A signed head between {last} and {size} entries was altered or is gone.",
        ).filled(last=last, size=size),
    )


def not_continued(earlier: SignedHead, size: int) -> Altered:
    return Altered(
        "not_continued",
        Words(
            "기록부는 {day} {at}(UTC)에 {first}건까지 서명되었으나, 지금의 {size}건은 그것을 잇지 않습니다. 되돌려졌거나 바뀌었습니다.",
            "The log was signed at {first} entries ({day}, {at} UTC); its {size} entries of now do not continue that. It was rolled back or "
            "replaced.",
        ).filled(first=earlier.size, day=earlier.at.date(), at=f"{earlier.at:%H:%M}", size=size),
    )


def key_altered(name: str) -> Altered:
    return Altered(
        "key_altered",
        Words(
            "열쇠 표의 {name}이(가) 바뀌었거나, 아무 요약값에도 쓰이지 않은 열쇠입니다.",
            "Key {name} in the table of keys was altered, is gone, or never signed a head.",
        ).filled(name=str(name)[:40]),
    )


def tree_altered(level: int, index: int) -> Altered:
    return Altered(
        "tree_altered",
        Words(
            "나무의 {level}층 {index}번 조각이 바뀌었습니다. 기록 자체는 그대로입니다.",
            "Tile {index} of the tree's level {level} was altered; the entries themselves stand.",
        ).filled(level=level, index=index),
    )


def trail_altered(position: int) -> Altered:
    return Altered(
        "trail_altered",
        Words(
            "열람 기록 {position}번이 바뀌었거나 없어졌거나, 기록부가 적지 않은 줄입니다.",
            "Line {position} of the private trail was altered, is gone, or was never chained by the log.",
        ).filled(position=position),
    )
