"""Where a population is read from: files, and tables of a database whose password is never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import Vocabulary
from jiphyeon.methods.rules.population.sources.tables import IDS

TOWNS = ("town", "town_code", "town_name")
MEMBERSHIPS = "memberships"
FILE_ENDINGS = {".parquet", ".csv", ".tsv", ".txt"}
POSTGRES, SQLITE = {"postgres", "postgresql"}, "sqlite"


@dataclass(frozen=True, slots=True)
class Database:
    """A database by its address: `postgres://user:password@host/name`, or `sqlite:city.db`.

    Raises Refused for any other address. The password is in no message and in no `repr`.
    """

    url: str = field(repr=False)

    def __post_init__(self) -> None:
        if self.scheme == SQLITE and self.file.name:
            return
        try:
            parts = urlsplit(self.url)
            # A password with a bare @, / or # would be cut in two, and its second half shown as the host's name.
            cut = parts.netloc.count("@") > 1 or "@" in parts.path + parts.fragment
            well_formed = self.scheme in POSTGRES and parts.port != 0 and not cut
        except ValueError:
            well_formed = False
        if not well_formed:
            raise Refused(
                "database_address",
                ko="데이터베이스 주소를 postgres://사용자:비밀번호@서버/이름 또는 sqlite:파일로 적어 주세요. "
                "비밀번호의 특수 문자는 %40처럼 적습니다.",
                en="Write the database as postgres://user:password@host/name or sqlite:FILE; signs in a password are "
                "written as %40 for @.",
            )

    @property
    def scheme(self) -> str:
        """Return which kind of database it is."""
        return self.url.partition(":")[0].lower()

    @property
    def file(self) -> Path:
        """Return the file of an SQLite database; `sqlite:///city.db` and `sqlite:city.db` are the same."""
        rest = self.url.partition(":")[2]
        return Path(unquote(rest.removeprefix("///")))

    @property
    def shown(self) -> str:
        """Return the address as it may be shown: without the password."""
        if self.scheme == SQLITE:
            return str(self.file)
        parts = urlsplit(self.url)
        user = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"


@dataclass(frozen=True, slots=True)
class InDatabase:
    """A table or view of a database by its name: `people`, `residents.people`, `"Odd name".people`."""

    database: Database
    name: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the schema (where one is named) and the name, taken letter by letter. Raises Refused for no name."""
        found, quoted = [""], False
        for sign in self.name:
            if sign == '"':
                quoted = not quoted
            elif sign == "." and not quoted:
                found.append("")
            else:
                found[-1] += sign
        if quoted or not all(found) or len(found) > 2 or "\0" in self.name:
            raise Refused(
                "table_name",
                ko="{name}은(는) 표 이름이 아닙니다. people 또는 residents.people처럼 적어 주세요.",
                en="{name!r} is no name of a table; write it as people or residents.people.",
                name=self.name,
            )
        return tuple(found)

    def __str__(self) -> str:
        return f"table {self.name}"


Source = Path | InDatabase


@dataclass(frozen=True, slots=True)
class Files:
    """The tables of a population, each a Parquet or CSV file or a table of a database.

    `memberships` says who belongs to which household and dwelling from when to when; the day that is asked about
    chooses. `missing_as_unknown`: a needed column may be absent.
    """

    people: Source
    households: Source | None = None
    dwellings: Source | None = None
    missing_as_unknown: bool = False
    memberships: Source | None = None

    @property
    def named(self) -> dict[str, Source]:
        """Return the tables there are, by their kind."""
        every = {
            "people": self.people,
            "households": self.households,
            "dwellings": self.dwellings,
            MEMBERSHIPS: self.memberships,
        }
        return {kind: source for kind, source in every.items() if source is not None}


def named_by(name: str, database: Database | None) -> Source:
    """Return what a name on the command line means: a file, or with a database a table unless it ends like a file."""
    if database is None or Path(name).suffix.lower() in FILE_ENDINGS:
        return Path(name)
    return InDatabase(database, name)


def columns_of(kind: str, facts: Vocabulary) -> Mapping[str, Type | None]:
    """Return the columns a table may have that are read, each with its type; None for an id (whole numbers or words)."""
    ids: dict[str, Type | None] = dict.fromkeys(IDS.values())
    if kind == MEMBERSHIPS:
        return {**ids, "first": Type.DATE, "last": Type.DATE}
    towns = dict.fromkeys(TOWNS, Type.CODE)
    return {**ids, **towns, **{name: fact.type for name, fact in facts.items()}}
