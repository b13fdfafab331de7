from django.db import migrations, models


def name_the_officers(apps, _editor):
    """Name the officer whose hold it is, from the history, or, as 0.2.0 kept it, from what they wrote that day.

    A hold of the machine has a check of its own that day, and stays nobody's.
    """
    for case in apps.get_model("benefits", "Case").objects.filter(state="approved", held_since__isnull=False):
        line = case.entries.filter(deed="hold").order_by("id").last()
        if line is not None:
            case.held_by = line.by
        elif not case.assessments.filter(kind="recheck", verdict="refuse", made_on=case.held_since).exists():
            told = case.remarks.filter(to_citizen=True, from_citizen=False, on=case.held_since).order_by("id")
            case.held_by = next((remark.by for remark in told), None)
        if case.held_by is not None:
            case.save(update_fields=["held_by"])


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0009_scrubbed'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='held_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='entry',
            name='deed',
            field=models.CharField(choices=[('submit', 'SUBMIT'), ('withdraw', 'WITHDRAW'), ('prepare', 'PREPARE'), ('ask_supplement', 'ASK_SUPPLEMENT'), ('supply', 'SUPPLY'), ('return', 'RETURN'), ('propose', 'PROPOSE'), ('take_back', 'TAKE_BACK'), ('sign_approval', 'SIGN_APPROVAL'), ('sign_refusal', 'SIGN_REFUSAL'), ('decide_by_machine', 'DECIDE_BY_MACHINE'), ('pay', 'PAY'), ('hold', 'HOLD'), ('release', 'RELEASE'), ('stop', 'STOP'), ('recover', 'RECOVER'), ('complete', 'COMPLETE'), ('object', 'OBJECT'), ('extend', 'EXTEND'), ('dismiss', 'DISMISS'), ('reopen', 'REOPEN'), ('resume', 'RESUME'), ('purge', 'PURGE')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('held_by__isnull', True), ('held_since__isnull', False), _connector='OR'), name='whoever_holds_payments_holds_them_since_a_day'),
        ),
        migrations.RunPython(name_the_officers, migrations.RunPython.noop),
    ]
