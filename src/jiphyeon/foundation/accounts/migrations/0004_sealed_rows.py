from django.db import migrations
from jiphyeon.foundation.secrets.keys import encrypt
from jiphyeon.foundation.secrets.sealing_rows import sealed


def whoever_is_here_was_vouched_for(apps, editor):
    """Until now only a city pack made citizens, and vouched for them."""
    citizens = apps.get_model("accounts", "Citizen").objects.using(editor.connection.alias)
    for key, joined in list(citizens.values_list("pk", "user__date_joined")):
        citizens.filter(pk=key).update(assurance="provider", assured_on=joined.date())


def seal_authenticators(apps, editor):
    """What authenticator apps and recovery codes rest on lay in the clear."""
    for row in apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias).iterator():
        names = [name for name in ("secret", "seed") if isinstance(row.data.get(name), str)]
        codes = row.data.get("migrated_codes") or []
        if names or codes:
            sealed_now = {name: encrypt(row.data[name], purpose="mfa", lasting=True) for name in names}
            if codes:
                sealed_now["migrated_codes"] = [encrypt(code, purpose="mfa", lasting=True) for code in codes]
            row.data = {**row.data, **sealed_now}
            row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_citizens_and_sealed_names'),
    ]

    operations = [
        migrations.RunPython(whoever_is_here_was_vouched_for, migrations.RunPython.noop),
        migrations.RunPython(seal_authenticators, migrations.RunPython.noop),
        # Whoever is signed in signs in again: what sessions held, and what providers told, lay in the clear.
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE socialaccount_socialaccount SET extra_data = '{}'", migrations.RunSQL.noop),
        *sealed('accounts_user', 'display_name', 'latin_name'),
        *sealed('accounts_citizen', 'town_code'),
        *sealed("accounts_user", "email", to_find=True),
        *sealed("account_emailaddress", "email", to_find=True),
    ]
