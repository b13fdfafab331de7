"""The tables come from benefits with their rows; what is sealed is bound to its new place."""


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
            name='FeeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('person', models.UUIDField(db_index=True)),
                ('facility', models.SlugField(max_length=60)),
                ('on', models.DateField()),
                ('full', models.BigIntegerField()),
                ('off', models.BigIntegerField()),
                ('applied', jiphyeon.foundation.secrets.fields.EncryptedText(default='')),
                ('answers', jiphyeon.foundation.secrets.fields.EncryptedJSON()),
                ('leaf', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('off__gte', 0), ('off__lte', models.F('full'))), name='a_reduction_is_at_most_the_fee'), models.UniqueConstraint(fields=('person', 'facility', 'on'), name='one_fee_answer_a_day')],
            },
        ),
        ]),
        *resealed("benefits_feeanswer", "fees_feeanswer", "applied", "answers"),
        renamed("jiphyeon.contexts.benefits.events.FeeAnswered", "jiphyeon.contexts.fees.events.FeeAnswered"),
        renamed("jiphyeon.contexts.benefits.subscribers.count_a_check", "jiphyeon.contexts.fees.subscribers.count_a_check"),
    ]
