"""The locks answer to pyproject.toml, carry hashes, and name no host."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {
    "app": PROJECT["project"]["dependencies"],
    "test": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"],
    "bench": PROJECT["project"]["dependencies"]
    + PROJECT["dependency-groups"]["test"]
    + PROJECT["dependency-groups"]["bench"],
}


def pinned(name: str) -> dict[str, set[str]]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_within_what_is_asked(name):
    versions = pinned(name)

    problems = [
        asked
        for asked in LOCKS[name]
        for requirement in [Requirement(asked)]
        if not any(
            requirement.specifier.contains(v) for v in versions.get(canonicalize_name(requirement.name), ())
        )
    ]

    assert problems == []


@pytest.mark.parametrize("name", ["test", "bench"])
def test_wider_locks_keep_the_versions_that_are_shipped(name):
    wide = pinned(name)

    assert {
        package: versions for package, versions in pinned("app").items() if wide.get(package) != versions
    } == {}


@pytest.mark.parametrize("name", [*LOCKS, "uv"])
def test_a_lock_carries_hashes_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text, flags=re.IGNORECASE)

    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)
    assert "://" not in text
    assert "://" not in (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
