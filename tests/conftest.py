"""What every test stands on: test settings before Django is touched, and the small named cast."""

import os
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="jiphyeon-test-"))
os.environ["JIPHYEON_TESTING"] = "1"
os.environ.setdefault("JIPHYEON_DEMO", "1")
os.environ.setdefault("JIPHYEON_DATA_DIR", str(_scratch))
os.environ.pop("JIPHYEON_SECRET_KEY", None)
