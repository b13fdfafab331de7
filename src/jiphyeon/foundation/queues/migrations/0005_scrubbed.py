from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import scrubbed


class Migration(migrations.Migration):
    """What lay in the clear before the migration above leaves the database's files."""

    atomic = False

    dependencies = [
        ('queues', '0004_sealed_queries'),
    ]

    operations = [scrubbed('queues_savedview')]
