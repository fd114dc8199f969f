"""Columns that each database keeps in its own best way."""

import json
from typing import Any

from django.db import models

from catalog.search.words import WORD

MOST_WORDS = 12


class NumbersField(models.Field):
    """A few whole numbers: an array on PostgreSQL, JSON on SQLite."""

    def db_type(self, connection: Any) -> str:
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[int]:
        return json.loads(value) if isinstance(value, str) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if connection.vendor == "postgresql" else json.dumps(value)


class LexemesField(models.Field):
    """Words to be searched with their weights: a tsvector on PostgreSQL, JSON by weight on SQLite."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


@models.CharField.register_lookup
class HasWords(models.Lookup):
    """Every word that was typed begins a word of the text; within one is enough on SQLite.

    By the indexes of catalog/listing/lexemes.py: a million names are not read for it on PostgreSQL, and on SQLite
    only the names are.
    """

    lookup_name = "has_words"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _parameters = self.process_lhs(compiler, connection)
        typed = self._words()
        if not typed:
            return "1 = 0", []
        table, name = (connection.ops.quote_name(part) for part in (self.lhs.target.model._meta.db_table, "name"))
        has_all = " AND ".join([f"{name} LIKE %s"] * len(typed))
        names = f"SELECT {name} FROM {table} WHERE {has_all}"  # noqa: S608
        return f"{column} IN ({names})", [f"%{word}%" for word in typed]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _parameters = self.process_lhs(compiler, connection)
        typed = self._words()
        if not typed:
            return "FALSE", []
        # Nothing in words of letters and digits has to be escaped.
        return f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)", [
            " & ".join(f"{word}:*" for word in typed)
        ]

    def _words(self) -> list[str]:
        return WORD.findall(str(self.rhs).casefold())[:MOST_WORDS]
