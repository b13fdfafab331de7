from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jiphyeon.foundation.accounts.finding import marks_of

MARKS = ("birth_mark", "telephone_mark")


def mark(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever is known by birth date or telephone number can be found by it."""
    citizens = apps.get_model("accounts", "Citizen").objects.using(editor.connection.alias)
    changed = []
    for citizen in citizens.only("pk", "birth_date", "phone").iterator(chunk_size=1_000):
        marks = marks_of(name=None, birth_date=citizen.birth_date, telephone=citizen.phone)
        for column in MARKS:
            setattr(citizen, column, marks[column])
        changed.append(citizen)
        if len(changed) == 1_000:
            citizens.bulk_update(changed, MARKS)
            changed = []
    citizens.bulk_update(changed, MARKS)


class Migration(migrations.Migration):
    """Citizens are found by birth date and by telephone number."""

    dependencies = [
        ("accounts", "0007_citizen_name_mark"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="citizen",
                name=name,
                field=models.PositiveSmallIntegerField(blank=True, null=True),
            )
            for name in MARKS
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                model_name="citizen",
                name=name,
                field=models.PositiveSmallIntegerField(blank=True, db_index=True, null=True),
            )
            for name in MARKS
        ),
    ]
