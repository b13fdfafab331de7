"""`jiphyeon benefits`: say a decision again, and see that it is the same."""

from __future__ import annotations

import os
from uuid import UUID

import click


@click.group()
def benefits() -> None:
    """Look into decisions from the command line."""


@benefits.command()
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def replay(case: str, *, as_json: bool) -> None:
    r"""Work every stored outcome of CASE out again (its number or key) and hold it against what was stored.

    Exits 1 where anything differs, 2 where there is no such case.

    \b
    example:
      jiphyeon benefits replay 2024-000012
    """
    import django
    import orjson

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    django.setup()
    from django.db.models import Q

    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.contexts.benefits.queries import replay as replaying
    from jiphyeon.kernel import Refused

    try:
        by_key = Q(key=UUID(case))
    except ValueError:
        by_key = Q()
    found = Case.objects.filter(by_key or Q(number=case)).first()
    if found is None:
        raise Refused("no_such_case", en="There is no case {case!r}. Give its number or key.", case=case)
    different = 0
    for assessment in found.assessments.select_related("case"):
        result = replaying.replay(assessment)
        different += not result.same
        if as_json:
            click.echo(orjson.dumps(replaying.again(assessment).as_json).decode())
            continue
        said = "same" if result.same else f"DIFFERENT ({', '.join(result.differs)})"
        click.echo(
            f"{assessment.made_on} {assessment.kind:<11} version {assessment.version_name} "
            f"{assessment.result:<7} {result.again[:16]} {said}"
        )
    if different:
        raise SystemExit(1)
