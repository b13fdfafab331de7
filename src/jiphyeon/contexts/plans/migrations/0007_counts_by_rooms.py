from django.db import migrations

OLD = "jiphyeon.contexts.benefits.tasks.count_programmes"
NEW = "jiphyeon.contexts.plans.tasks.count_the_day"


def count_with_the_others(apps, editor):
    """What still waits to count programmes counts everything of its day; the entry of its own is over."""
    base = editor.connection.alias
    jobs = apps.get_model("jobs", "Job").objects.using(base).filter(task=OLD)
    jobs.update(task=NEW, lane=f"schedule:{NEW}")
    apps.get_model("jobs", "Scheduled").objects.using(base).filter(name=OLD).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_hand_figures_and_names"),
        ("jobs", "0001_initial"),
    ]

    operations = [migrations.RunPython(count_with_the_others, migrations.RunPython.noop)]
