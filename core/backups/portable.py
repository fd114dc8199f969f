"""Copies as rows in JSON: slower, but from any kind of database into any other."""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.duration import duration_iso_string

BATCH = 1000


class NotEmpty(Exception):
    """Rows were to be added to a shop that has some already."""


def dump(target: Path) -> None:
    """Write every row, all as of one moment."""
    with transaction.atomic(), target.open("w", encoding="utf-8") as file:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in _models():
            fields = [field.attname for field in model._meta.concrete_fields]
            file.write(json.dumps({"model": model._meta.label, "fields": fields}) + "\n")
            for row in _rows(model, fields):
                file.write(json.dumps(row, default=_plain, ensure_ascii=False) + "\n")


def load(source: Path) -> None:
    """Add the rows to a migrated database in which nobody is yet. Raises NotEmpty."""
    if get_user_model()._base_manager.exists():
        raise NotEmpty("Rows can only be restored into a fresh database: this one has people in it.")
    with transaction.atomic(), source.open(encoding="utf-8") as file:
        # What migrating made (permissions, groups) comes back with the rows, under the ids they had.
        # What is only ever added to stays: it tells what was done here before.
        for model in reversed([model for model in _models() if not getattr(model, "is_append_only", False)]):
            model._base_manager.all()._raw_delete(using=connection.alias)
        for model, fields, rows in _sections(file):
            for batch in iter(lambda rows=rows: list(islice(rows, BATCH)), []):
                made = [model(**_values(fields, row)) for row in batch]
                # Raw: times of creation and change are those of the copy, not of now.
                model._base_manager._insert(made, fields=fields, using=connection.alias, raw=True)  # type: ignore[attr-defined]
        _reset_sequences()


def _models() -> list[type[models.Model]]:
    """Return the tables to be copied; what is made of others is made again where it arrives."""
    known = apps.get_models(include_auto_created=True)
    return [model for model in known if model._meta.managed and not getattr(model, "is_derived", False)]


def _rows(model: type[models.Model], fields: list[str]) -> Iterator[tuple]:
    """Read by primary key, in pieces, so that a large table does not have to fit into memory."""
    place = fields.index(model._meta.pk.attname)
    queryset = model._base_manager.order_by("pk").values_list(*fields)
    piece = list(queryset[:BATCH])
    while piece:
        yield from piece
        piece = list(queryset.filter(pk__gt=piece[-1][place])[:BATCH])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return str(value)


def _sections(lines: Iterator[str]) -> Iterator[tuple[type[models.Model], list[models.Field], Iterator[list]]]:
    """Give each model with its fields and an iterator over its rows, which has to be used up before the next."""
    models_by_label = {model._meta.label: model for model in _models()}
    head = next(lines, None)
    while head is not None:
        section = json.loads(head)
        model = models_by_label[section["model"]]
        by_column = {field.attname: field for field in model._meta.concrete_fields}
        following: list[str] = []

        def rows(following: list[str] = following) -> Iterator[list]:
            for line in lines:
                if line.startswith("{"):
                    following.append(line)
                    return
                yield json.loads(line)

        yield model, [by_column[name] for name in section["fields"]], rows()
        head = following[0] if following else None


def _values(fields: list[models.Field], row: list) -> dict[str, Any]:
    return {
        field.attname: (field.target_field if isinstance(field, models.ForeignKey) else field).to_python(value)
        for field, value in zip(fields, row, strict=True)
    }


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
