from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.http import QueryDict

from jiphyeon.foundation.secrets.keys import decrypt
from jiphyeon.foundation.secrets.words import seal_words
from jiphyeon.kernel import Refused


def bind(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What an officer's saved view searches for is sealed anew, for that officer alone; what no key opens stays shut."""
    for view in (
        apps.get_model("queues", "SavedView").objects.using(editor.connection.alias).iterator()
    ):
        query = QueryDict(view.query, mutable=True)
        try:
            words = decrypt(query.get("who", ""), purpose="queues.name")
        except Refused:
            continue
        query["who"] = seal_words(words, purpose="queues.words", reader=view.officer)
        view.query = query.urlencode()
        view.save(update_fields=["query"])


class Migration(migrations.Migration):
    """What saved views search for opens for their officer alone."""

    dependencies = [
        ("queues", "0005_scrubbed"),
    ]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
