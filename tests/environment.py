"""Test settings, put in place before Django is touched (loaded by pytest's own `-p`, ahead of every conftest)."""

import atexit
import gc
import os
import platform
import shutil
import sys
import tempfile
import zlib
from pathlib import Path

gc.disable()  # until all tests are collected; see the end

os.environ["JIPHYEON_TESTING"] = "1"
os.environ.setdefault("JIPHYEON_DEMO", "1")
os.environ.pop("JIPHYEON_SECRET_KEY", None)
if (
    "JIPHYEON_DATA_DIR" not in os.environ
):  # pytest's workers inherit it, and leave clearing away to whoever made it
    os.environ["JIPHYEON_DATA_DIR"] = tempfile.mkdtemp(prefix="jiphyeon-test-")
    atexit.register(shutil.rmtree, os.environ["JIPHYEON_DATA_DIR"], ignore_errors=True)
# Every run has a database of its own, named after its process: two runs of one checkout, or of two, may stand side by side.
if os.environ.get("DATABASE_URL"):
    checkout = zlib.crc32(f"{platform.node()}:{Path(__file__).resolve().parent}".encode())
    os.environ.setdefault("JIPHYEON_TEST_DATABASE", f"test_jiphyeon_{checkout:08x}_{os.getpid()}")
else:
    own = Path(os.environ["JIPHYEON_DATA_DIR"], f"test-{os.getpid()}.sqlite3")
    os.environ.setdefault("JIPHYEON_TEST_DATABASE", str(own))
# Where collected assets would be: WhiteNoise warns of a missing folder, and a warning is an error here.
Path(os.environ["JIPHYEON_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)

# The example rooms of the tests are apps of the tests' own process only: what it starts is the city as it is.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from jiphyeon.config import settings as house

house.INSTALLED_APPS += ["tests.errands", "tests.foundation.casework.example"]

# A test that commits need not survive a power cut; what the tests start as a process of its own keeps the city's way.
if house.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Rows that nobody asked to come in an order come the other way round: who leans on their order is found here, and
    # not now and then on PostgreSQL, which lays rows into room that others left.
    house.DATABASES["default"]["OPTIONS"]["init_command"] += (
        " PRAGMA synchronous=OFF; PRAGMA reverse_unordered_selects=ON;"
    )
    house.DATABASES["default"]["OPTIONS"]["timeout"] = (
        240  # a busy machine's writers stand in line for longer
    )
else:
    house.DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}


def pytest_collection_finish():
    """Leave what was loaded out of every later search for garbage: it is there to the end, and there is much of it."""
    gc.enable()
    gc.freeze()
