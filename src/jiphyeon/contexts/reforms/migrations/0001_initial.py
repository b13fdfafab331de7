"""The tables come from benefits with their rows; what is sealed is bound to its new place."""


import jiphyeon.foundation.secrets.fields
import uuid
from typing import Any

from django.db import migrations, models

from jiphyeon.foundation.jobs.renaming import renamed
from jiphyeon.foundation.secrets.sealing_rows import resealed


def take_over(apps: Any, _editor: Any) -> None:
    """Lay every approved reform over the rules in its place, as it lay there before."""
    amendments = apps.get_model("programmes", "Amendment").objects
    columns = ("key", "place", "name", "first", "shared", "parts", "authority", "authority_read", "leaf")
    approved = apps.get_model("reforms", "Reform").objects.filter(state="approved").order_by("place")
    for row in approved.values(*columns, "decided_on"):
        amendments.create(**{name: row[name] for name in columns}, recorded_on=row["decided_on"])


def give_back(apps: Any, _editor: Any) -> None:
    """Take the approved reforms out of the programmes; they stand in their own rows as before."""
    apps.get_model("programmes", "Amendment").objects.all().delete()


class Migration(migrations.Migration):

    initial = True

    dependencies = [("benefits", "0011_rooms_of_their_own"), ("jobs", "0001_initial"), ("programmes", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='Reform',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('reason', models.TextField(blank=True)),
                ('authority', models.CharField(blank=True, max_length=200)),
                ('first', models.DateField()),
                ('shared', models.JSONField(default=dict)),
                ('parts', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('draft', 'DRAFT'), ('dropped', 'DROPPED'), ('proposed', 'PROPOSED'), ('approved', 'APPROVED'), ('refused', 'REFUSED')], default='draft', max_length=10)),
                ('drafted_by', models.UUIDField()),
                ('drafted_name', jiphyeon.foundation.secrets.fields.PersonName()),
                ('drafted_on', models.DateField()),
                ('proposed_by', models.UUIDField(blank=True, null=True)),
                ('proposed_name', jiphyeon.foundation.secrets.fields.PersonName(default='')),
                ('proposed_on', models.DateField(blank=True, null=True)),
                ('proposers', models.JSONField(default=list)),
                ('decided_by', models.UUIDField(blank=True, null=True)),
                ('decided_name', jiphyeon.foundation.secrets.fields.PersonName(default='')),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('authority_read', models.BooleanField(default=False)),
                ('place', models.PositiveIntegerField(blank=True, null=True, unique=True)),
                ('leaf', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'refused']), _negated=True), models.Q(('proposed_by__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='a_reform_is_decided_by_a_second_officer'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('place__isnull', False), ('first__gt', models.F('decided_on')), models.Q(('leaf', ''), _negated=True)), _connector='OR'), name='an_approved_reform_does_not_reach_back_and_is_in_the_log'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='a_reform_refused_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ReformRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('as_of', models.DateField()),
                ('asked', models.JSONField()),
                ('population', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'WAITING'), ('running', 'RUNNING'), ('done', 'DONE'), ('failed', 'FAILED'), ('cancelled', 'CANCELLED')], default='waiting', max_length=10)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('per_mille', models.PositiveSmallIntegerField(default=0)),
                ('asked_by', models.UUIDField()),
                ('asked_name', jiphyeon.foundation.secrets.fields.PersonName()),
                ('asked_on', models.DateField()),
                ('known_on', models.DateField()),
                ('result', models.JSONField(blank=True, null=True)),
                ('problem', models.JSONField(blank=True, null=True)),
                ('report', models.BinaryField(blank=True, null=True)),
                ('seal', models.JSONField(blank=True, null=True)),
                ('reforms', models.ManyToManyField(related_name='runs', to='reforms.reform')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('result__isnull', False), _connector='OR'), name='a_run_done_has_its_result'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), ('problem__isnull', False), _connector='OR'), name='a_run_failed_says_why'), models.CheckConstraint(condition=models.Q(('report__isnull', True), ('seal__isnull', False), _connector='OR'), name='a_report_is_sealed')],
            },
        ),
        ]),
        *resealed("benefits_reform", "reforms_reform", "drafted_name", "proposed_name", "decided_name"),
        *resealed("benefits_reformrun", "reforms_reformrun", "asked_name"),
        renamed("jiphyeon.contexts.benefits.tasks.run_reforms", "jiphyeon.contexts.reforms.tasks.run_reforms"),
        renamed("jiphyeon.contexts.benefits.events.RunAsked", "jiphyeon.contexts.reforms.events.RunAsked"),
        renamed("jiphyeon.contexts.benefits.subscribers.work_out_what_was_asked", "jiphyeon.contexts.reforms.subscribers.work_out_what_was_asked"),
        migrations.RunPython(take_over, give_back),
    ]
