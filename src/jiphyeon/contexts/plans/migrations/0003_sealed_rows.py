from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import sealed


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0002_sealed_names'),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE plans_figurevalue SET by_name = NULL WHERE by_name = ''",
            "UPDATE plans_figurevalue SET by_name = '' WHERE by_name IS NULL",
        ),
        *sealed('plans_figurevalue', 'by_name'),
        *sealed('plans_milestonechange', 'by_name'),
    ]
