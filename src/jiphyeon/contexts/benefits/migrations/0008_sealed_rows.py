from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import sealed


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0007_sealed_names'),
    ]

    operations = [
        *sealed('benefits_assessment', 'decided'),
        *sealed('benefits_case', 'proposed_name'),
        *sealed('benefits_decision', 'signed_name'),
        *sealed('benefits_entry', 'by_name'),
        *sealed('benefits_feeanswer', 'applied'),
        *sealed('benefits_objection', 'answered_name', 'extended_name'),
        *sealed('benefits_officerfact', 'by_name'),
        *sealed('benefits_outreachround', 'by_name'),
        *sealed('benefits_reform', 'drafted_name', 'proposed_name', 'decided_name'),
        *sealed('benefits_reformrun', 'asked_name'),
        *sealed('benefits_remark', 'by_name'),
    ]
