"""Test settings, put in place before Django is touched (loaded by pytest's own `-p`, ahead of every conftest)."""

import os
import tempfile
from pathlib import Path

os.environ["JIPHYEON_TESTING"] = "1"
os.environ.setdefault("JIPHYEON_DEMO", "1")
if "JIPHYEON_DATA_DIR" not in os.environ:
    os.environ["JIPHYEON_DATA_DIR"] = tempfile.mkdtemp(prefix="jiphyeon-test-")
Path(os.environ["JIPHYEON_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)  # or whitenoise warns
os.environ.pop("JIPHYEON_SECRET_KEY", None)
# Where collected assets would be: WhiteNoise warns of a missing folder, and a warning is an error here.
Path(os.environ["JIPHYEON_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
