from django.db import migrations, models


def look_again(apps, schema_editor):
    """Let every room tell again what can be found of it, so that its words are known by their spelling."""
    apps.get_model("organisation", "LoadedPack").objects.filter(step__endswith=".load_city").delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words"), ("organisation", "0002_loaded_pack")]
    operations = [
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remains", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("remains", "word"), name="a_spelling_is_known_once")
                ],
            },
        ),
        migrations.RunPython(look_again, migrations.RunPython.noop),
    ]
