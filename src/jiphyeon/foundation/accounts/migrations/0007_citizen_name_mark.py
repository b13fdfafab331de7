from django.db import migrations, models

from jiphyeon.foundation.accounts.finding import name_mark


def mark(apps, editor):
    """Whoever is known by name can be found by it."""
    citizens = apps.get_model("accounts", "Citizen")
    changed = []
    for citizen in citizens.objects.only("pk", "legal_name").iterator(chunk_size=1_000):
        citizen.name_mark = name_mark(citizen.legal_name)
        changed.append(citizen)
        if len(changed) == 1_000:
            citizens.objects.bulk_update(changed, ["name_mark"])
            changed = []
    citizens.objects.bulk_update(changed, ["name_mark"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_scrubbed'),
    ]

    operations = [
        migrations.AddField(
            model_name='citizen',
            name='name_mark',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='citizen',
            name='name_mark',
            field=models.PositiveSmallIntegerField(blank=True, db_index=True, null=True),
        ),
    ]
