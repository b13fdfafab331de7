from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import sealed


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0002_sealed_names'),
    ]

    operations = [
        *sealed('appointments_act', 'by_name'),
    ]
