from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import scrubbed


class Migration(migrations.Migration):
    """What lay in the clear before the migration above leaves the database's files."""

    atomic = False

    dependencies = [
        ('benefits', '0008_sealed_rows'),
    ]

    operations = [scrubbed('benefits_assessment', 'benefits_case', 'benefits_decision', 'benefits_entry', 'benefits_feeanswer', 'benefits_objection', 'benefits_officerfact', 'benefits_outreachround', 'benefits_reform', 'benefits_reformrun', 'benefits_remark')]
