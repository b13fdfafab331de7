"""Values that can be moved step by step, shared ones by their name, a programme's own under the programme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.rules import Parameter

NUMBERS = {"integer", "won", "fraction"}


def offered(keys: Collection[str], day: date) -> dict[str, tuple[Words, Parameter]]:
    """Return each value as the engine is asked for it, with its label and what it is on the day."""
    pack = programmes.pack()
    shared: dict[str, tuple[Words, Parameter]] = {}
    own: dict[str, tuple[Words, Parameter]] = {}
    for key, programme in pack.programmes.items():
        if key not in keys:
            continue
        try:
            version = programme.version_on(day)
        except Refused:
            continue
        for name in programmes.named_in(version):
            parameter = version.parameters[name]
            if parameter.shape != "scalar" or str(parameter.type) not in NUMBERS:
                continue
            label = parameter.label
            if name in programme.local:
                own[f"{key}.{name}"] = (
                    Words(f"{programme.names.ko}: {label.ko}", f"{programme.names.en}: {label.en}"),
                    parameter,
                )
            else:
                shared[name] = (label, parameter)
    return shared | own
