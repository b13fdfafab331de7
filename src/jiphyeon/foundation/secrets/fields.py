"""Model fields that are encrypted at rest. They cannot be filtered on; store a keyed hash beside them for that.

What is personal is one of these types. A house test asks every other text of every model why nothing personal is in it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact, In, IsNull

from jiphyeon.foundation.fields.columns import Get, Set, TextColumn
from jiphyeon.foundation.fields.text import Bounded
from jiphyeon.foundation.secrets.keys import decrypt, decrypt_found, encrypt, encrypt_to_find

# Made once: `json.dumps` would make one for every value.
json_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
json_value = json.JSONDecoder().decode


class Encrypted(Bounded, TextColumn[Set, Get]):
    """Seals its value with `table.column` as purpose. Longer than `longest` signs, it is refused."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    rotates = True  # `secrets rotate` seals it anew under the newest key

    @property
    def purpose(self) -> str:
        """Return what binds a sealed value to its place."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 -- Django's public name for it

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002
        return None if value is None else self._parse(decrypt(value, purpose=self.purpose))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encrypt(self.bounded(self._print(value)), purpose=self.purpose)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def sealed_anew(self, stored: str) -> str:
        """Return a stored value under the newest key, and what is sealed within it too. Refused where it cannot be opened."""
        return encrypt(self.renewed(decrypt(stored, purpose=self.purpose)), purpose=self.purpose)

    def renewed(self, text: str) -> str:
        """Return an opened value with whatever is sealed within it under the newest key: nothing, unless a field says so.

        A field that seals within itself does so when it is written too: rotation passes over what is newest outside.
        """
        return text

    def _parse(self, text: str) -> Any:
        return text

    def _print(self, value: Any) -> str:
        return str(value)


class EncryptedText(Encrypted[Set, Get]):
    """Text, sealed."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str


class SealedToFind:
    """For a text that rows are looked up by: sealed alike each time, compared whole and in lower case. "" stays ""."""

    rotates = False

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:
        del expression, connection
        return decrypt_found(value, purpose=self._bound_to()) if value else value

    def get_prep_value(self, value: Any) -> str | None:
        return encrypt_to_find(str(value).lower(), purpose=self._bound_to()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        known = {"exact": Exact, "iexact": Exact, "in": In, "isnull": IsNull}
        return known.get(lookup_name)

    def _bound_to(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"  # type: ignore[attr-defined]  # noqa: SLF001


class EncryptedAddress(SealedToFind, Encrypted[Set, Get]):
    """An e-mail address, sealed; accounts are found by it."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str


class EncryptedEmailColumn(SealedToFind, models.EmailField):  # type: ignore[type-arg]
    """What a library's column of e-mail addresses is turned into; to migrations it is the column it was."""

    def deconstruct(self) -> Any:
        """Return the field as the library declares it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class PersonName(EncryptedText[Set, Get]):
    """The name of a person, sealed, whoever it is: applicant, officer, or somebody a text is signed by."""

    longest = 500


class EncryptedDate(Encrypted[Set, Get]):
    """A calendar day, sealed."""

    _pyi_private_set_type: date | str
    _pyi_private_get_type: date

    def _parse(self, text: str) -> date:
        return date.fromisoformat(text)

    def _print(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


class EncryptedJSON(Encrypted[Set, Get]):
    """A JSON value, sealed whole."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    longest = 2_000_000

    def _parse(self, text: str) -> Any:
        return json_value(text)

    def _print(self, value: Any) -> str:
        return json_text(value)
