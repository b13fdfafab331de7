"""Values that can be moved step by step, shared ones by their name, a programme's own under the programme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules import reforming
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules import Parameter

NUMBERS = {"integer", "won", "fraction"}


def offered(programmes: Collection[str], day: date) -> dict[str, tuple[str, Parameter]]:
    """Return each value as the engine is asked for it, with its label and what it is on the day."""
    speech, pack = language(), rulebook.pack()
    shared: dict[str, tuple[str, Parameter]] = {}
    own: dict[str, tuple[str, Parameter]] = {}
    for key, programme in pack.programmes.items():
        if key not in programmes:
            continue
        try:
            version = programme.version_on(day)
        except Refused:
            continue
        for name in reforming.named_in(version):
            parameter = version.parameters[name]
            if parameter.shape != "scalar" or str(parameter.type) not in NUMBERS:
                continue
            label = parameter.label.said(speech)
            if name in programme.local:
                own[f"{key}.{name}"] = (f"{programme.names.said(speech)}: {label}", parameter)
            else:
                shared[name] = (label, parameter)
    return shared | own
