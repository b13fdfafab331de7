"""Inclusion and consistency proofs: made (RFC 9162 §2.1.3.1, §2.1.4.1) and checked (§2.1.3.2, §2.1.4.2).

The checking half needs nothing but the proof, so anyone can hold a log to its word.
"""

from __future__ import annotations

from collections.abc import Sequence

from jiphyeon.kernel import Refused
from jiphyeon.methods.merkle.tree import Subtrees, hash_node, span, split


def inclusion_path(index: int, size: int, subtrees: Subtrees) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` leaves, from the leaf upwards."""
    if not 0 <= index < size:
        raise Refused(
            "leaf_not_in_tree",
            ko="{size}건까지의 기록에는 {index}번이 없습니다.",
            en="A tree of {size} leaves has no leaf {index}.",
            index=index,
            size=size,
        )
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(span(middle, end, subtrees))
            end = middle
        else:
            path.append(span(start, middle, subtrees))
            start = middle
    return path[::-1]


def consistency_path(first: int, second: int, subtrees: Subtrees) -> list[bytes]:
    """Return the proof that the tree of `first` leaves is the beginning of the tree of `second` leaves."""
    if not 0 < first <= second:
        raise Refused(
            "sizes_out_of_order",
            ko="앞의 크기({first})는 1 이상이고 뒤의 크기({second})보다 클 수 없습니다.",
            en="The first size ({first}) must be at least 1 and not above the second ({second}).",
            first=first,
            second=second,
        )
    path: list[bytes] = []
    start, end, known, whole = 0, second, first, True
    while known != end:
        middle = start + split(end - start)
        if known <= middle:
            path.append(span(middle, end, subtrees))
            end = middle
        else:
            path.append(span(start, middle, subtrees))
            start, whole = middle, False
    if not whole:
        path.append(span(start, end, subtrees))
    return path[::-1]


def root_by_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that a leaf and its path lead to. Refused where the path cannot belong to that place."""
    if not 0 <= index < size:
        raise Refused(
            "leaf_not_in_tree",
            ko="잎이 {size}개인 나무에 {index}번 잎은 없습니다.",
            en="A tree of {size} leaves has no leaf {index}.",
            index=index,
            size=size,
        )
    place, last, found = index, size - 1, leaf_hash
    for step in path:
        if last == 0:
            raise _wrong_length()
        if place & 1 or place == last:
            found = hash_node(step, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = hash_node(found, step)
        place, last = place >> 1, last >> 1
    if last:
        raise _wrong_length()
    return found


def check_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Return whether the path leads from the leaf at `index` to the root `head` of the tree of `size` leaves."""
    try:
        return root_by_inclusion(leaf_hash, index, size, path) == head
    except Refused:
        return False


def check_consistency(
    first: int, second: int, first_head: bytes, second_head: bytes, path: Sequence[bytes]
) -> bool:
    """Return whether the second tree begins with the first one unchanged.

    Never from size 0: every tree begins with the empty one, so that nothing would be known of the second head.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_head == second_head
    steps = [first_head, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = hash_node(step, older), hash_node(step, newer)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            newer = hash_node(newer, step)
        place, last = place >> 1, last >> 1
    return last == 0 and older == first_head and newer == second_head


def _wrong_length() -> Refused:
    return Refused(
        "path_wrong_length",
        ko="증명 경로의 길이가 나무의 그 자리와 맞지 않습니다.",
        en="The path does not have the length its place in the tree asks for.",
    )
