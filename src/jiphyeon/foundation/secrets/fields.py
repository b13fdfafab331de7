"""Model fields that are encrypted at rest. They cannot be filtered on; store a keyed hash beside them for that."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from jiphyeon.foundation.secrets.keys import decrypt, encrypt


class Encrypted(models.TextField):  # type: ignore[type-arg] # the stubs' parameters are of no use to subclasses
    """Seals its value with `table.column` as purpose."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    @property
    def purpose(self) -> str:
        """Return what binds a sealed value to its place."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 -- Django's public name for it

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002
        return None if value is None else self._parse(decrypt(value, purpose=self.purpose))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encrypt(self._print(value), purpose=self.purpose)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def _parse(self, text: str) -> Any:
        return text

    def _print(self, value: Any) -> str:
        return str(value)


class EncryptedText(Encrypted):
    """Text, sealed."""


class EncryptedDate(Encrypted):
    """A calendar day, sealed."""

    def _parse(self, text: str) -> date:
        return date.fromisoformat(text)

    def _print(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


class EncryptedJSON(Encrypted):
    """A JSON value, sealed whole."""

    def _parse(self, text: str) -> Any:
        return json.loads(text)

    def _print(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
