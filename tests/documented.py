"""The API's document held against every answer that any test gets: its status, and each field of its body."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

# What the framework answers to any operation whatever, before it is called or when a test breaks it.
ALWAYS = {405, 406, 500}
broken: list[str] = []


class Middleware:
    """Compares what goes out with the document; only the settings of tests name it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and (operation := operation_at(request.method or "", match.route)):
            broken.extend(complaints(operation, response))
        return response


@pytest.fixture(autouse=True)
def _answers_are_documented() -> Iterator[None]:
    broken.clear()
    yield
    found = list(dict.fromkeys(broken))
    assert not found, "docs/openapi.yaml does not say so:\n" + "\n".join(found)


@cache
def document() -> dict[str, Any]:
    return yaml.load((settings.BASE_DIR / "docs" / "openapi.yaml").read_bytes(), Loader=yaml.CSafeLoader)


@cache
def operation_at(method: str, route: str) -> str | None:
    """Return the name of the operation behind a route of Django's."""
    parts = [f"{{{part[1:-1].split(':')[-1]}}}" if part.startswith("<") else part for part in route.split("/")]
    operation = document()["paths"].get("/" + "/".join(parts), {}).get(method.lower())
    return operation and operation["operationId"]


@cache
def operations() -> dict[str, tuple[str, str, dict]]:
    """Return method, path and description of each operation by its name."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def complaints(name: str, response: HttpResponse) -> Iterator[str]:
    """Say what of an answer the document does not know."""
    method, path, operation = operations()[name]
    status = response.status_code
    if status in ALWAYS:
        return
    if str(status) not in operation["responses"]:
        # Known paths with an id that is none, and what no cache has to be told again.
        if status not in {304} and not (status == 404 and b"ROUTE_NOT_FOUND" in response.content):
            yield f"{method} {path}: {status} {response.content[:120]!r}"
        return
    validator = answer_validator(name, str(status))
    if validator is None:
        if not response.streaming and response.content:
            yield f"{method} {path}: {status} has a body"
        return
    is_json = "application/json" in response.headers.get("Content-Type", "")
    if not is_json or response.headers.get("Content-Encoding"):
        return
    for error in validator.iter_errors(json.loads(response.content)):
        yield f"{method} {path}: {status} {error.json_path}: {error.message[:200]}"


@cache
def answer_validator(name: str, status: str) -> Draft202012Validator | None:
    """Return what checks the answer's body, strictly: a field that is not described is an error. None: no body."""
    response = operations()[name][2]["responses"][status]
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if "content" not in response:
        return None
    return validator_of(response["content"].get("application/json", {}).get("schema", {}))


def validator_of(schema: dict) -> Draft202012Validator:
    resource = Resource.from_contents(
        {"$schema": Draft202012Validator.META_SCHEMA["$id"], "components": strict_components()}
    )
    registry = Registry().with_resource("urn:document", resource)
    return Draft202012Validator(_strict(schema), registry=registry, format_checker=FORMATS)


@cache
def strict_components() -> dict:
    return {"schemas": {name: _strict(schema) for name, schema in document()["components"]["schemas"].items()}}


def _strict(schema: Any) -> Any:
    """Close every object that names its fields, and let references lead into the document."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
        closed["additionalProperties"] = False
    if isinstance(schema.get("$ref"), str) and schema["$ref"].startswith("#"):
        closed["$ref"] = f"urn:document{schema['$ref']}"
    return closed


FORMATS = FormatChecker(["uuid", "email", "ipv4", "ipv6"])


@FORMATS.checks("date-time")
def is_time_in_utc(value: object) -> bool:
    """2026-11-21T06:30:00.000000Z"""
    if not isinstance(value, str):
        return True
    try:
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007
    except ValueError:
        return False
    return True


@FORMATS.checks("uri")
def is_address(value: object) -> bool:
    return not isinstance(value, str) or value.startswith(("http://", "https://"))
