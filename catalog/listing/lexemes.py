"""How the words of a listing are kept by each database, so that both find the same."""

import json

from django.db import connections

TABLE, INDEX = "catalog_listing", "catalog_listing_search"
WORDS_TABLE = "catalog_listing_words"
WEIGHTS = "abcd"

SQLITE_TABLE = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS_TABLE} USING fts5(
    a, b, c, d, detail = 'column', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
)
"""
_PARTS = ", ".join(f"json_extract(new.search, '$.{weight}')" for weight in WEIGHTS)
_PUT = f"INSERT INTO {WORDS_TABLE}(rowid, a, b, c, d) VALUES (new.id, {_PARTS});"  # noqa: S608
_TAKE = f"DELETE FROM {WORDS_TABLE} WHERE rowid = old.id;"  # noqa: S608
SQLITE_TRIGGERS = {
    f"{TABLE}_added": f"AFTER INSERT ON {TABLE} BEGIN {_PUT} END",
    f"{TABLE}_changed": f"AFTER UPDATE OF search ON {TABLE} WHEN new.search <> old.search BEGIN {_TAKE} {_PUT} END",
    f"{TABLE}_removed": f"AFTER DELETE ON {TABLE} BEGIN {_TAKE} END",
}
POSTGRES_INDEXES = {
    INDEX: f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (search)",
    # For staff, who also look for what is in no list.
    "catalog_product_names": "CREATE INDEX IF NOT EXISTS catalog_product_names ON catalog_product "
    "USING gin (to_tsvector('simple', name))",
    f"{TABLE}_terms": f"CREATE INDEX IF NOT EXISTS {TABLE}_terms ON {TABLE} USING gin (terms)",
}


def stored(lexemes: dict[str, str], vendor: str) -> str:
    """Return {stem: weights} as the column has it."""
    if vendor == "postgresql":
        # Stems are letters and digits only: there is nothing in them to be escaped.
        return " ".join(
            f"'{lexeme}':" + ",".join(f"{place}{weight.upper()}" for place, weight in enumerate(weights, start=1))
            for lexeme, weights in lexemes.items()
        )
    by_weight: dict[str, list[str]] = {weight: [] for weight in WEIGHTS}
    for lexeme, weights in lexemes.items():
        for weight in weights:
            by_weight[weight].append(lexeme)
    return json.dumps({weight: " ".join(words) for weight, words in by_weight.items()}, ensure_ascii=False)


def install(*, using: str, **_signal: object) -> None:
    """Make what the models cannot say. After every migrate: SQLite drops triggers whenever it rebuilds a table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            for statement in POSTGRES_INDEXES.values():
                cursor.execute(statement)
            return
        cursor.execute(SQLITE_TABLE)
        cursor.execute("CREATE INDEX IF NOT EXISTS catalog_product_names ON catalog_product (name)")
        for name, body in SQLITE_TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
