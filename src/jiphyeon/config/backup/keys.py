"""Keys are put by apart from what they open, and lie where a city looks for them before its settings are read."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from jiphyeon.config.backup.copying import copy, hash_of, not_empty
from jiphyeon.kernel import Place, Refused


def place_keys(keys: Path | None, targets: Mapping[str, Path], *, demo: bool) -> list[Path]:
    """Put the keys where a city looks for them, before its settings are read; return what was written.

    Refused where other keys lie there already. `targets`: the name each file has among the keys, and its place.
    """
    if keys is None:
        if demo and not targets["demo.json"].exists():
            raise Refused(
                "keys_wanted",
                ko="열쇠 없이는 봉인된 내용을 열 수 없습니다. 백업할 때 따로 둔 열쇠 폴더를 --keys 로 주세요.",
                en="Without its keys nothing that is sealed can be opened. Give the folder of keys with --keys.",
            )
        return []
    written = []
    for name, place in targets.items():
        if not (keys / name).exists():
            continue
        if place.exists() and hash_of(place) != hash_of(keys / name):
            raise not_empty(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            copy(keys / name, place)
            written.append(place)
    if not any((keys / name).exists() for name in targets):
        raise Refused(
            "no_keys",
            ko="{folder}에 열쇠가 없습니다.",
            en="There are no keys in {folder}.",
            folder=keys,
        )
    return written


def key_places(data: Path, ledger_key: Path, ledger_seen: Path) -> dict[str, Path]:
    """Return where each file of the keys lies in a city."""
    return {
        "ledger.pem": ledger_key,
        "ledger-seen.json": ledger_seen,
        "demo.json": data / "keys" / "demo.json",
    }


def copy_keys(keys: Path) -> None:
    places = key_places(Path(settings.DATA_DIR), Path(settings.LEDGER_KEY), Path(settings.LEDGER_SEEN))
    for name, place in places.items():
        if place.exists():
            copy(place, keys / name)


def fingerprint(key: bytes) -> str:
    """Return what tells a key from another of the same name, and nothing of the key."""
    return hmac.digest(key, b"jiphyeon backup", "sha256").hex()[:16]


def require_apart(target: Path, keys: Path) -> None:
    if keys.is_relative_to(target) or target.is_relative_to(keys):
        raise Refused(
            "keys_beside_backup",
            ko="열쇠와 백업은 따로 두어야 합니다. 한쪽이 다른 쪽 안에 있지 않은 폴더를 --keys 로 주세요.",
            en="Keys and backup are stored apart. Give a folder with --keys that is not within the other, nor around it.",
            place=Place(str(keys)),
        )
