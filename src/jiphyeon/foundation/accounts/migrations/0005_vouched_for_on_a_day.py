import jiphyeon.foundation.accounts.assurance
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_sealed_rows'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='citizen',
            constraint=models.CheckConstraint(condition=models.Q(('assurance', jiphyeon.foundation.accounts.assurance.Assurance['STATED']), ('assured_on__isnull', False), _connector='OR'), name='whoever_is_vouched_for_was_so_on_a_day'),
        ),
    ]
