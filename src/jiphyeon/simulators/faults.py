"""How a simulator that calls the office back is made to err, over HTTP."""

from __future__ import annotations

from collections.abc import Collection

from werkzeug.wrappers import Request, Response

from jiphyeon.simulators.administration import only_here
from jiphyeon.simulators.callbacks import Store
from jiphyeon.simulators.web import MOST_TIMES, ProtocolError, as_json


def faults(request: Request, store: Store, known: Collection[str]) -> Response:
    """GET lists, PUT {"fault": "held", "times": 1} switches on, DELETE ?fault= switches one off, or all."""
    only_here(request)
    if request.method == "PUT":
        given = request.get_json(force=True)
        fault, times = (given.get("fault"), given.get("times")) if isinstance(given, dict) else (None, None)
        counted = times is None or (type(times) is int and 0 < times <= MOST_TIMES)
        if not isinstance(fault, str) or fault not in known or not counted:
            raise ProtocolError("invalid_request")
        store.switch_on(fault, times)
    elif request.method == "DELETE":
        store.switch_off(request.args.get("fault"))
    return as_json(store.faults())
