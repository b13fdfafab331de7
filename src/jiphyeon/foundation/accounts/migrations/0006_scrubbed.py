from django.db import migrations
from jiphyeon.foundation.secrets.sealing_rows import scrubbed


class Migration(migrations.Migration):
    """What lay in the clear before the migration above leaves the database's files."""

    atomic = False

    dependencies = [
        ('accounts', '0005_vouched_for_on_a_day'),
    ]

    operations = [
        scrubbed(
            'account_emailaddress', 'accounts_user', 'accounts_citizen', 'django_session', 'mfa_authenticator', 'socialaccount_socialaccount'
        )
    ]
