from django.apps import apps

from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, AUDITOR, HEAD
from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.foundation.secrets.fields import EncryptedEmailColumn


class AccountsConfig(RoomConfig):
    name = "jiphyeon.foundation.accounts"
    label = "accounts"
    roles = (AUDITOR, ADMINISTRATOR, HEAD)
    after = ("organisation",)
    load_demo = "pack.load_demo"
    grow_demo = "pack.grow_demo"

    def ready(self) -> None:
        super().ready()
        # allauth keeps addresses in a table of its own and looks them up whole: sealed they are found all the same.
        addresses = apps.get_model("account", "EmailAddress")
        addresses._meta.get_field("email").__class__ = EncryptedEmailColumn  # noqa: SLF001 -- Django's public name
        # It counts in the default cache and takes no other; there each process would count for itself.
        from allauth.core.internal import ratelimit  # noqa: PLC0415 -- these want every app to be there
        from allauth.mfa.totp.internal import auth  # noqa: PLC0415
        from django.core.cache import caches  # noqa: PLC0415

        for module in (ratelimit, auth):
            module.cache = caches["limits"]
