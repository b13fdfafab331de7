"""The pictures of the rooms' lifecycles are those of the tables they stand on.

Drawn anew by `JIPHYEON_DRAW=1 ./jip test tests/house/test_lifecycles.py`.
"""

import os
from pathlib import Path

import pytest

from jiphyeon.foundation.accounts.roles import roles
from jiphyeon.foundation.casework.drawing import svg
from jiphyeon.foundation.casework.rows import case_models

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
ROOMS = [model for model in case_models() if model.__module__.startswith("jiphyeon.")]


@pytest.mark.parametrize("model", ROOMS, ids=[model.lifecycle.name for model in ROOMS])
def test_the_picture_of_a_lifecycle_is_drawn_from_its_table(model):
    words = {str(role): role.words for role in roles()}
    drawn, file = svg(model.lifecycle, "en", roles=words), IMAGES / f"lifecycle-{model.lifecycle.name}.svg"
    if os.environ.get("JIPHYEON_DRAW"):
        file.write_text(drawn, encoding="utf-8")

    if not file.exists():  # a new room's is drawn once its table is its own
        assert file.name not in (IMAGES.parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
        pytest.skip(f"{file.name} has not been drawn yet")
    assert file.read_text(encoding="utf-8") == drawn
