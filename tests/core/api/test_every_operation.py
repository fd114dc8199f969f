"""Whatever is sent to whatever operation, the answer is one that the document names, and never a 500."""

import json
import random
import string

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.back_office import staff
from tests.documented import document
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
]
ID = "0193f0a5-6d52-7c11-9d0a-0c3f5b7a2e91"
NASTY = [
    "", " ", "a" * 5000, "0", "-1", "1.5", "9" * 400, "null", "true", "٣", "\u202e", "😀", "' OR 1=1--", "%", "_",
    "<script>alert(1)</script>", "{{7*7}}", "a@b", "1e400", ID, "2026-02-30", "0000-00-00T00:00:00Z", "hi\r\nX: y",
]  # fmt: skip
VALUES = [None, True, False, 0, -1, 1.5, 2**63, 10**30, [], {}, [[]], [None], {"a": {"b": []}}, *NASTY]


def resolved(schema: dict) -> dict:
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def body_schema(operation: dict) -> tuple[str, dict]:
    content = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(content), "")
    return kind, resolved(content[kind]["schema"]) if kind else {}


def call(client: Client, method: str, path: str, operation: dict, chance: random.Random):
    """Call the operation with values that nobody expects."""
    query = {}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            value = chance.choice([ID, ID, "1", "x", "😀"])
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif parameter["in"] == "query" and chance.random() < 0.5:
            query[parameter["name"]] = chance.choice(NASTY)
    kind, schema = body_schema(operation)
    names = [*schema.get("properties", {}), "".join(chance.choices(string.ascii_letters, k=5))]
    body = {name: chance.choice(VALUES) for name in names if chance.random() < 0.8}
    if method == "GET":
        return client.get(path, query)
    if kind == "multipart/form-data":
        return getattr(client, method.lower())(path, {name: str(value) for name, value in body.items()})
    whole = chance.choice([body, body, body, body, [], None, "text", 7])
    return client.generic(method, path, json.dumps(whole), "application/json", query_params=query)


@pytest.fixture(params=["nobody", "customer", "support", "admin"])
def caller(request, api_as) -> Client:
    client = Client(raise_request_exception=False)
    if request.param != "nobody":
        user = staff("support") if request.param == "support" else UserFactory(admin=request.param == "admin")
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {api_as(user).tokens.access_token}"
    return client


def answers_as_documented(caller: Client, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    wrong = []
    for _ in range(rounds):
        for method, path, operation in OPERATIONS:
            answer = call(caller, method, path, operation, chance)
            known = {*map(int, operation["responses"]), 404, 405}
            if answer.status_code >= 500 or answer.status_code not in known:
                wrong.append((method, path, answer.status_code, answer.content[:300]))
    assert not wrong


def test_answers_as_documented_to_values_that_nobody_expects(caller):
    answers_as_documented(caller, rounds=1, seed=1)


@pytest.mark.slow
def test_answers_as_documented_ten_thousand_times(caller):
    answers_as_documented(caller, rounds=10_000 // len(OPERATIONS) + 1, seed=2)


def test_the_document_names_every_path_of_the_api():
    assert reverse("api-root") in document()["paths"]
    assert len(OPERATIONS) > 30
