from django.db import migrations

import jiphyeon.foundation.secrets.fields
from jiphyeon.foundation.secrets.sealing_rows import sealed


class Migration(migrations.Migration):
    """The names of saved views are sealed: officers write people into them."""

    dependencies = [
        ('queues', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='savedview', name='one_saved_view_per_queue_and_name'),
        migrations.AlterField(
            model_name='savedview', name='name', field=jiphyeon.foundation.secrets.fields.EncryptedText()
        ),
        *sealed('queues_savedview', 'name'),
    ]
