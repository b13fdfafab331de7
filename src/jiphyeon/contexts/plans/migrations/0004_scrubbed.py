from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import scrubbed


class Migration(migrations.Migration):
    """What lay in the clear before the migration above leaves the database's files."""

    atomic = False

    dependencies = [
        ('plans', '0003_sealed_rows'),
    ]

    operations = [scrubbed('plans_figurevalue', 'plans_milestonechange')]
