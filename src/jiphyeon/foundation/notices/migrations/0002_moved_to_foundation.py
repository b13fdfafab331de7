from django.db import migrations

from jiphyeon.foundation.jobs.renaming import renamed


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("jobs", "0001_initial")]

    operations = [renamed("jiphyeon.contexts.notices", "jiphyeon.foundation.notices")]
