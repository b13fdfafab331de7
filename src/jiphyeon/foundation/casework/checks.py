"""What every room's row must have, checked by Django before anything runs."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from jiphyeon.foundation.casework.models import state_constraint
from jiphyeon.foundation.casework.rows import case_models


@register("casework")
def rows_hold_their_lifecycles(**_: Any) -> list[Error]:
    """Find rows of a lifecycle that the database would let stand anywhere, and two lifecycles of one name."""
    errors = []
    names: set[str] = set()
    for model in case_models():
        life = model.lifecycle
        if state_constraint(life) not in model._meta.constraints:  # noqa: SLF001 -- Django's public name for it
            errors.append(
                Error(f"{model.__name__} lacks casework.state_constraint({life.name})", id="casework.E001")
            )
        if life.name in names:
            errors.append(Error(f"Two lifecycles are called {life.name}", id="casework.E002"))
        names.add(life.name)
    return errors
