"""The least a Django application can do on the same kind of database: a page of 50 rows by a plain template, and a form that writes one.

No sign-in, no permissions, no log, no middleware but what Django itself starts with. DATA names the folder of its file.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;"
"""As the product opens its database."""
ROWS = 50
TEMPLATE = (
    "<!doctype html><html><head><title>Tasks</title></head><body><form method=post action=/add/>"
    "<input name=name><input name=due></form><table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.name }}</td>"
    "<td>{{ row.person }}</td><td>{{ row.state }}</td><td>{{ row.due|date:'Y-m-d' }}</td><td>{{ row.amount }}</td></tr>"
    "{% endfor %}</table></body></html>"
)

if not settings.configured:
    settings.configure(
        SECRET_KEY="a bench has no secrets",  # noqa: S106
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        MIDDLEWARE=[],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(Path(os.environ["DATA"], "bare.sqlite3")),
                "CONN_MAX_AGE": None,
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": PRAGMAS},
            }
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402


class Task(models.Model):
    """A row as a list of the product shows one."""

    name = models.CharField(max_length=200)
    person = models.CharField(max_length=100)
    state = models.CharField(max_length=20)
    due = models.DateField()
    amount = models.IntegerField()

    class Meta:
        app_label = "bare"


def fill() -> None:
    """Make the table and its rows, once."""
    if "bare_task" in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Task)
    Task.objects.bulk_create(
        Task(name=f"Task {n}", person=f"Person {n}", state="open", due="2024-12-31", amount=n)
        for n in range(2_000)
    )


_PAGE = engines["django"].from_string(TEMPLATE)


def page(request: HttpRequest) -> HttpResponse:
    """Show the first rows."""
    return HttpResponse(_PAGE.render({"rows": Task.objects.order_by("id")[:ROWS]}, request))


def add(request: HttpRequest) -> HttpResponse:
    """Write one row."""
    Task.objects.create(
        name=request.POST["name"], person="somebody", state="open", due=request.POST["due"], amount=1
    )
    return HttpResponseRedirect("/")


def healthy(request: HttpRequest) -> HttpResponse:
    """Answer that it stands."""
    del request
    return HttpResponse("ok")


urlpatterns = [path("", page), path("add/", add), path("healthz", healthy)]
fill()
application = get_wsgi_application()
