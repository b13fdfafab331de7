"""The tree is RFC 9162's: known roots, the RFC's own example, and what proofs promise."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.kernel import Refused
from jiphyeon.methods.merkle import (
    EMPTY_ROOT,
    TiledTree,
    check_consistency,
    check_inclusion,
    consistency_path,
    hash_leaf,
    hash_node,
    inclusion_path,
    root,
    root_by_inclusion,
)

# The eight leaves and roots that the authors of RFC 6962 test their own log with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def grown(leaves):
    tree = TiledTree(0, lambda _level, _index: b"")
    tree.append(hash_leaf(leaf) for leaf in leaves)
    return tree


def by_definition(leaves):
    """MTH of RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def test_roots_are_the_known_ones():
    assert [grown(LEAVES[: n + 1]).root().hex() for n in range(8)] == ROOTS
    assert grown([]).root() == EMPTY_ROOT == sha256(b"").digest()


def test_the_example_of_the_rfc():
    d = [bytes([n]) for n in range(7)]
    tree = grown(d)
    a, b, c, dd, e, f, j = map(hash_leaf, d)
    g, h, i = hash_node(a, b), hash_node(c, dd), hash_node(e, f)
    k, l = hash_node(g, h), hash_node(i, j)  # noqa: E741 -- the RFC's letters

    assert tree.root() == hash_node(k, l)
    assert inclusion_path(0, 7, tree) == [b, h, l]
    assert inclusion_path(3, 7, tree) == [c, g, l]
    assert inclusion_path(4, 7, tree) == [f, j, k]
    assert inclusion_path(6, 7, tree) == [i, k]
    assert consistency_path(3, 7, tree) == [c, dd, g, l]
    assert consistency_path(4, 7, tree) == [l]
    assert consistency_path(6, 7, tree) == [i, j, k]


def test_every_leaf_of_every_small_tree_is_proved_and_no_other_is():
    leaves = [str(n).encode() for n in range(40)]
    for size in range(1, 40):
        tree = grown(leaves[:size])
        top = tree.root()
        assert top == by_definition(leaves[:size])
        for index in range(size):
            path = inclusion_path(index, size, tree)
            assert check_inclusion(hash_leaf(leaves[index]), index, size, path, top)
            assert not check_inclusion(hash_leaf(b"other"), index, size, path, top)
            assert not check_inclusion(hash_leaf(leaves[index]), index, size, [*path, top], top)
            assert size == 1 or not check_inclusion(hash_leaf(leaves[index]), index, size, path[:-1], top)


def test_every_small_tree_grows_out_of_every_smaller_one():
    leaves = [str(n).encode() for n in range(34)]
    for second in range(1, 34):
        tree = grown(leaves[:second])
        for first in range(1, second + 1):
            path = consistency_path(first, second, tree)
            older = root(first, tree)
            assert check_consistency(first, second, older, tree.root(), path)
            assert first == second or not check_consistency(first, second, hash_leaf(b"x"), tree.root(), path)
            assert first == second or not check_consistency(first, second, older, hash_leaf(b"x"), path)


@given(st.integers(1, 1500), st.data())
def test_a_tree_that_was_stored_and_read_again_goes_on_as_one_that_never_stopped(size, data):
    hashes = [hash_leaf(str(n).encode()) for n in range(size)]
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=4)))
    stored: dict[tuple[int, int], bytes] = {}

    def read(level, index):
        return stored.get((level, index), b"")

    for first, last in zip([0, *cuts], [*cuts, size], strict=True):
        tree = TiledTree(first, read)
        tree.append(hashes[first:last])
        stored.update({key: bytes(row) for key, row in tree.changed.items()})

    whole = TiledTree(0, lambda _level, _index: b"")
    whole.append(hashes)
    assert TiledTree(size, read).root() == whole.root()
    assert stored == {key: bytes(row) for key, row in whole.changed.items()}


def test_what_is_not_there_is_refused():
    tree = grown(LEAVES)

    for asked in (
        lambda: inclusion_path(8, 8, tree),
        lambda: consistency_path(0, 8, tree),
        lambda: consistency_path(9, 8, tree),
        lambda: root(-1, tree),
        lambda: root_by_inclusion(b"", 1, 1, []),
    ):
        with pytest.raises(Refused):
            asked()


def test_from_size_0_nothing_is_accepted_since_nothing_can_be_known():
    assert not check_consistency(0, 8, EMPTY_ROOT, bytes.fromhex(ROOTS[7]), [])
    assert not check_consistency(0, 8, EMPTY_ROOT, b"whatever", [])
    assert not check_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not check_consistency(0, 0, b"x", b"x", [])
    assert not check_consistency(-1, -1, b"x", b"x", [])
    assert not check_consistency(3, 2, b"x", b"y", [])
    assert not check_consistency(3, 7, b"x", b"y", [])


@pytest.mark.oracle
def test_another_library_agrees_on_roots_and_proofs():
    pymerkle = pytest.importorskip("pymerkle")
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    leaves = [f"leaf {n}".encode() for n in range(300)]
    for leaf in leaves:
        theirs.append_entry(leaf)
    ours = grown(leaves)

    for size in (1, 2, 3, 7, 8, 64, 100, 255, 256, 257, 300):
        assert root(size, ours) == theirs.get_root(size)
        for index in {0, size // 3, size - 1}:
            proof = theirs.prove_inclusion(index + 1, size)
            pymerkle.verify_inclusion(hash_leaf(leaves[index]), root(size, ours), proof)
            assert [bytes.fromhex(step) for step in proof.serialize()["path"]][1:] == inclusion_path(
                index, size, ours
            )
        proof = theirs.prove_consistency(size, 300)
        pymerkle.verify_consistency(root(size, ours), ours.root(), proof)
