from django.db import migrations

import jiphyeon.foundation.secrets.fields
from jiphyeon.foundation.secrets.sealing_rows import sealed


class Migration(migrations.Migration):
    """What a saved view narrows a list to is sealed: names somebody searched for stood in it."""

    dependencies = [
        ('queues', '0003_scrubbed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='savedview', name='query', field=jiphyeon.foundation.secrets.fields.EncryptedText()
        ),
        *sealed('queues_savedview', 'query'),
    ]
