"""Run the suite: everything on SQLite, then what touches the database again on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
raise SystemExit(
    subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=root, check=False).returncode
)
