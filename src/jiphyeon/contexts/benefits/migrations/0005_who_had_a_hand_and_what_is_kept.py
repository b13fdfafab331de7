"""Who laid a change before the approvers, what a form held, and papers that can be destroyed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remember(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let every change know who proposed it, as far as it still does."""
    for reform in apps.get_model("benefits", "Reform").objects.filter(proposed_by__isnull=False):
        reform.proposers = [str(reform.proposed_by)]
        reform.save(update_fields=["proposers"])



class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0004_changes_that_span_programmes'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='token_holds',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='paper',
            name='purged_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='reform',
            name='proposers',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='entry',
            name='deed',
            field=models.CharField(choices=[('submit', 'SUBMIT'), ('withdraw', 'WITHDRAW'), ('prepare', 'PREPARE'), ('ask_supplement', 'ASK_SUPPLEMENT'), ('supply', 'SUPPLY'), ('return', 'RETURN'), ('propose', 'PROPOSE'), ('take_back', 'TAKE_BACK'), ('sign_approval', 'SIGN_APPROVAL'), ('sign_refusal', 'SIGN_REFUSAL'), ('decide_by_machine', 'DECIDE_BY_MACHINE'), ('pay', 'PAY'), ('hold', 'HOLD'), ('stop', 'STOP'), ('recover', 'RECOVER'), ('complete', 'COMPLETE'), ('object', 'OBJECT'), ('extend', 'EXTEND'), ('dismiss', 'DISMISS'), ('reopen', 'REOPEN'), ('resume', 'RESUME'), ('purge', 'PURGE')], max_length=20),
        ),
        migrations.AlterField(
            model_name='paper',
            name='file',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('file__isnull', False), ('purged_on__isnull', False), _connector='OR'), name='a_paper_without_its_file_was_purged'),
        ),
    ]
