"""The approved changes get rows of their own where the rules are read; the reforms fill them."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.PositiveIntegerField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('first', models.DateField()),
                ('shared', models.JSONField(default=dict)),
                ('parts', models.JSONField(default=dict)),
                ('authority', models.CharField(blank=True, max_length=200)),
                ('authority_read', models.BooleanField(default=False)),
                ('recorded_on', models.DateField()),
                ('leaf', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__gt', models.F('recorded_on')), models.Q(('leaf', ''), _negated=True)), name='an_amendment_does_not_reach_back_and_is_in_the_log')],
            },
        ),
    ]
