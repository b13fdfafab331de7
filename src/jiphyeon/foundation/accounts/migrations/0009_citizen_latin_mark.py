from django.db import migrations, models

from jiphyeon.foundation.accounts.finding import latin_mark


def mark(apps, editor):
    """Whoever is known by a name in Latin letters can be found by it."""
    citizens = apps.get_model("accounts", "Citizen")
    changed = []
    for citizen in citizens.objects.select_related("user").only("pk", "legal_name", "user__latin_name").iterator(chunk_size=1_000):
        citizen.latin_mark = latin_mark(citizen.user.latin_name, citizen.legal_name)
        if citizen.latin_mark is not None:
            changed.append(citizen)
        if len(changed) == 1_000:
            citizens.objects.bulk_update(changed, ["latin_mark"])
            changed = []
    citizens.objects.bulk_update(changed, ["latin_mark"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_found_by_birth_and_telephone'),
    ]

    operations = [
        migrations.AddField(
            model_name='citizen',
            name='latin_mark',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='citizen',
            name='latin_mark',
            field=models.PositiveSmallIntegerField(blank=True, db_index=True, null=True),
        ),
    ]
