"""What every page knows: the city, the civil day, the demo banner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "demo": settings.DEMO,
        "today": getattr(request, "today", None),
        "actor": getattr(request, "actor", None),
    }
