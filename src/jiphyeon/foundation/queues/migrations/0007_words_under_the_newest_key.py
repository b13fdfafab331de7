from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import jiphyeon.foundation.queues.kept_queries


def reseal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What a saved view searches for comes under the key that the view is written under: keys that were changed before passed over it."""
    views = apps.get_model("queues", "SavedView").objects.using(editor.connection.alias)
    for view in views.iterator():
        view.save(update_fields=["query"])


class Migration(migrations.Migration):
    """What saved views search for is sealed anew whenever they are."""

    dependencies = [
        ("queues", "0006_words_of_their_officer"),
    ]

    operations = [
        migrations.AlterField(
            model_name="savedview",
            name="query",
            field=jiphyeon.foundation.queues.kept_queries.SealedQuery(),
        ),
        migrations.RunPython(reseal, migrations.RunPython.noop),
    ]
