"""The tables come from benefits with their rows; what is sealed is bound to its new place."""


import django.db.models.deletion
import jiphyeon.foundation.secrets.fields
import uuid
from django.db import migrations, models

from jiphyeon.foundation.jobs.renaming import renamed
from jiphyeon.foundation.secrets.sealing_rows import resealed


class Migration(migrations.Migration):

    initial = True

    dependencies = [("benefits", "0011_rooms_of_their_own"), ("jobs", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='OutreachChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.UUIDField(unique=True)),
                ('wanted', models.BooleanField()),
                ('on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='OutreachRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('programme', models.SlugField(max_length=60)),
                ('version', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('by', models.UUIDField()),
                ('by_name', jiphyeon.foundation.secrets.fields.PersonName()),
                ('wait_days', models.PositiveIntegerField()),
                ('left_out', models.JSONField(default=dict)),
                ('leaf', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='OutreachContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.SlugField(max_length=60)),
                ('person', models.UUIDField()),
                ('on', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'WAITING'), ('sent', 'SENT'), ('left', 'LEFT')], default='waiting', max_length=10)),
                ('left_because', models.CharField(blank=True, max_length=20)),
                ('notice', models.UUIDField(blank=True, null=True)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='outreach.outreachround')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'person', '-on'], name='outreach_told_before')],
                'constraints': [models.UniqueConstraint(fields=('round', 'person'), name='a_person_is_told_once_in_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('notice__isnull', False), _connector='OR'), name='a_person_told_has_a_notice')],
            },
        ),
        ]),
        *resealed("benefits_outreachround", "outreach_outreachround", "by_name"),
        renamed("jiphyeon.contexts.benefits.tasks.tell_one", "jiphyeon.contexts.outreach.tasks.tell_one"),
        renamed("jiphyeon.contexts.benefits.events.ToBeTold", "jiphyeon.contexts.outreach.events.ToBeTold"),
        renamed("jiphyeon.contexts.benefits.subscribers.tell_as_confirmed", "jiphyeon.contexts.outreach.subscribers.tell_as_confirmed"),
    ]
