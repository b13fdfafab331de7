"""Whether this process lives, and whether the house can serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from jiphyeon.foundation.accounts.doors import EVERYONE, door


@door(EVERYONE)
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all."""
    del request
    return JsonResponse({"alive": True})


@door(EVERYONE)
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 only when the database answers and is migrated; 503 with the reason otherwise."""
    del request
    checks: dict[str, object] = {}
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["database"] = True
        checks["migrations_waiting"] = len(waiting)
    except DatabaseError as error:
        checks["database"] = False
        checks["reason"] = type(error).__name__
    ready = checks.get("database") is True and checks.get("migrations_waiting") == 0
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)
