"""What goods cost the shop leaves the staff's API by no path: read from the document, which answers are held to."""

from collections.abc import Iterator
from typing import Any

from tests.documented import document

FOR_STAFF = ("/api/v1/admin/", "/api/v1/seller/")


def names_in(schema: Any, seen: set[str]) -> Iterator[str]:
    """Every field that an answer of this schema may have."""
    if isinstance(schema, list):
        for part in schema:
            yield from names_in(part, seen)
    elif isinstance(schema, dict):
        if isinstance(reference := schema.get("$ref"), str) and reference not in seen:
            seen.add(reference)
            part: Any = document()
            for step in reference.removeprefix("#/").split("/"):
                part = part[step]
            yield from names_in(part, seen)
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from names_in(part, seen)


def answers(*, of_staff: bool) -> Iterator[tuple[str, set[str]]]:
    for path, methods in document()["paths"].items():
        if path.startswith(FOR_STAFF) is of_staff:
            for method, operation in methods.items():
                yield f"{method} {path}", set(names_in(operation["responses"], set()))


def test_no_answer_to_shoppers_has_a_field_for_it():
    assert [name for name, fields in answers(of_staff=False) if {f for f in fields if "cost" in f}] == []


def test_control_the_staffs_answers_have_one():
    assert [name for name, fields in answers(of_staff=True) if "cost_price" in fields]
