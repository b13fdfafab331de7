"""The words in each database's own index: FTS5 on SQLite, tsvector with GIN on PostgreSQL. Same wish, same finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.db import connection

from jiphyeon.foundation.search.words import Phrase, Term

Found = tuple[int, float]


class Engine(Protocol):
    """Where words are kept and found; `number` is the Findable's primary key."""

    def put(self, number: int, title: Sequence[str], body: Sequence[str]) -> None:
        """Keep the words of one thing, in place of what was kept before."""

    def drop(self, number: int) -> None:
        """Forget the words of one thing."""

    def find(
        self, wish: Sequence[Term], audiences: Sequence[str], kinds: Sequence[str] | None, limit: int
    ) -> list[Found]:
        """Return (number, score) of the best, best first."""
        ...


class Fts5:
    """SQLite. Words hold letters and digits only, so that quoting them is safe."""

    def put(self, number: int, title: Sequence[str], body: Sequence[str]) -> None:
        self.drop(number)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_words (rowid, title, body) VALUES (%s, %s, %s)",
                [number, " ".join(title), " ".join(body)],
            )

    def drop(self, number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE rowid = %s", [number])

    def find(
        self, wish: Sequence[Term], audiences: Sequence[str], kinds: Sequence[str] | None, limit: int
    ) -> list[Found]:
        sql = (
            "SELECT f.id, -bm25(search_words, 8.0, 1.0) AS score FROM search_words "  # noqa: S608 -- only placeholders go in
            "JOIN search_findable f ON f.id = search_words.rowid "
            f"WHERE search_words MATCH %s AND {_filters(audiences, kinds)} ORDER BY score DESC, f.id LIMIT %s"
        )
        return _fetched(sql, [_written(wish, self._phrase, "AND", "OR"), *audiences, *(kinds or ()), limit])

    @staticmethod
    def _phrase(phrase: Phrase) -> str:
        return f'"{" ".join(phrase.words)}"' + ("*" if phrase.open_end else "")


class Tsvector:
    """PostgreSQL. Vectors and queries are written out here, so that no dictionary or parser comes between."""

    def put(self, number: int, title: Sequence[str], body: Sequence[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_words (id, words) VALUES (%s, %s::tsvector) "
                "ON CONFLICT (id) DO UPDATE SET words = excluded.words",
                [number, self._vector(title, body)],
            )

    def drop(self, number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE id = %s", [number])

    def find(
        self, wish: Sequence[Term], audiences: Sequence[str], kinds: Sequence[str] | None, limit: int
    ) -> list[Found]:
        sql = (
            "SELECT f.id, ts_rank(words, wish) AS score FROM search_words w "  # noqa: S608 -- only placeholders go in
            "JOIN search_findable f ON f.id = w.id, CAST(%s AS tsquery) AS wish "
            f"WHERE words @@ wish AND {_filters(audiences, kinds)} ORDER BY score DESC, f.id LIMIT %s"
        )
        return _fetched(sql, [_written(wish, self._phrase, "&", "|"), *audiences, *(kinds or ()), limit])

    @staticmethod
    def _vector(title: Sequence[str], body: Sequence[str]) -> str:
        # A gap between title and body, so that no phrase runs across.
        titled = [f"'{word}':{place}A" for place, word in enumerate(title, start=1)]
        rest = [f"'{word}':{place}" for place, word in enumerate(body, start=len(title) + 2)]
        return " ".join(titled + rest)

    @staticmethod
    def _phrase(phrase: Phrase) -> str:
        words = [f"'{word}'" for word in phrase.words]
        if phrase.open_end:
            words[-1] += ":*"
        return f"({' <-> '.join(words)})"


def engine() -> Engine:
    """Return the index of the database in use."""
    return Fts5() if connection.vendor == "sqlite" else Tsvector()


def _written(wish: Sequence[Term], phrase: Callable[[Phrase], str], both: str, either: str) -> str:
    terms = ("(" + f" {either} ".join(phrase(one) for one in term) + ")" for term in wish)
    return f" {both} ".join(terms)


def _filters(audiences: Sequence[str], kinds: Sequence[str] | None) -> str:
    clauses = [f"f.audience IN ({', '.join(['%s'] * len(audiences))})"]
    if kinds:
        clauses.append(f"f.kind IN ({', '.join(['%s'] * len(kinds))})")
    return " AND ".join(clauses)


def _fetched(sql: str, values: Sequence[str | int]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(int(number), float(score)) for number, score in cursor.fetchall()]
