from django.db import migrations
from django.http import QueryDict

KEPT = ("view", "programme", "state", "verdict", "mine", "number", "sort")


def move(apps, editor):
    """A saved view is the list's own now; it leads to the same rows."""
    new = apps.get_model("queues", "SavedView")
    for old in apps.get_model("benefits", "SavedView").objects.order_by("pk"):
        told, kept = QueryDict(old.query), QueryDict(mutable=True)
        for name in KEPT:
            value = told.get(name, {"view": "todo", "sort": "due_on"}.get(name, ""))
            if value:
                kept[name] = value
        new.objects.create(
            officer=old.officer, queue="benefits.cases", name=old.name, query=kept.urlencode()[:400]
        )


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0012_payment_made'),
        ('queues', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name='SavedView'),
    ]
