"""The OpenAPI document is true, whole and the one that is committed."""

import json

import pytest
import yaml
from django.conf import settings
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from tests import documented
from tests.documented import validator_of

AGAIN = "python manage.py spectacular --validate --file docs/openapi.yaml"


@pytest.fixture(scope="module")
def document() -> dict:
    return documented.document()


@pytest.fixture(scope="module")
def made() -> dict:
    """The document as the code makes it now, which takes seconds."""
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_committed_document_is_the_one_the_code_makes(made):
    committed = (settings.BASE_DIR / "docs" / "openapi.yaml").read_bytes()

    assert OpenApiYamlRenderer().render(made, renderer_context={}) == committed, f"The API changed. Run: {AGAIN}"


def test_making_it_gives_no_warning(made):
    validate_schema(made)
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")


def test_every_operation_has_a_name_a_summary_and_a_tag(document):
    poor = [
        name
        for name, operation in operations(document)
        if not (operation.get("operationId") and operation.get("summary") and operation.get("tags"))
    ]

    assert not poor


def test_every_json_answer_shows_the_envelope(document):
    def resolved(schema):
        while "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    bare = []
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if "$ref" in response:
                response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
            content = response.get("content", {}).get("application/json")
            if content and "success" not in resolved(content["schema"]).get("properties", {}):
                bare.append((name, status))

    assert not bare


def test_every_refusal_has_an_example_with_its_code(document):
    for response in document["components"]["responses"].values():
        example = response["content"]["application/json"]["example"]
        assert example["success"] is False
        assert example["error"]["code"].isupper()


def test_every_example_of_an_answer_is_in_the_envelope(document):
    for _name, operation in operations(document):
        for status, response in operation["responses"].items():
            for example in response.get("content", {}).get("application/json", {}).get("examples", {}).values():
                assert example["value"]["success"] is (status < "400")


def json_bodies(document):
    """What is sent and what is answered well, by operation: the JSON of each with its schema and examples."""
    for name, operation in operations(document):
        good = [(status, answer) for status, answer in operation["responses"].items() if status < "300"]
        for part, described in [("body", operation.get("requestBody", {})), *good]:
            if body := described.get("content", {}).get("application/json"):
                yield f"{name} {part}", body


def test_every_json_body_has_an_example(document):
    assert not [name for name, body in json_bodies(document) if not body.keys() & {"example", "examples"}]


def test_every_example_is_what_its_schema_allows(document):
    wrong = []
    for name, body in json_bodies(document):
        validator = validator_of(body["schema"])
        examples = [example["value"] for example in body.get("examples", {}).values()]
        for value in examples or [body["example"]]:
            wrong += [f"{name} {error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    assert not wrong


def test_health_answers_as_documented_while_the_database_is_down(monkeypatch, document):
    monkeypatch.setattr("core.health._database", lambda: "down")

    answer = Client().get("/api/health")

    described = document["paths"]["/api/v1/health"]["get"]["responses"]["503"]["content"]["application/json"]
    assert answer.status_code == 503
    assert not list(documented.complaints("health", answer))
    assert answer.json() | {"timestamp": "", "uptime": 0} == described["example"] | {"timestamp": "", "uptime": 0}


@pytest.mark.django_db
class TestServing:
    def test_gives_yaml_and_json_of_the_same_document(self, document):
        as_yaml = Client().get("/api/schema")
        as_json = Client().get("/api/schema", headers={"Accept": "application/json"})

        assert yaml.load(as_yaml.content, Loader=yaml.CSafeLoader) == document
        assert json.loads(as_json.content) == document

    def test_answers_304_to_one_who_has_it(self):
        etag = Client().get("/api/schema")["ETag"]

        assert Client().get("/api/schema", headers={"If-None-Match": etag}).status_code == 304

    @pytest.mark.parametrize("path", ["/api/docs", "/api/redoc", "/api/docs/"])
    def test_shows_it_with_files_of_this_site_only(self, path):
        response = Client().get(path)

        page = response.content.decode()
        assert response.status_code == 200
        assert "http" not in page.replace('href="https://schema.org', "")
        assert "<script>" not in page
        assert "script-src 'self';" in response["Content-Security-Policy"]

    def test_the_front_door_names_it(self, api):
        data = api.get("/api/v1").json()["data"]

        assert data["version"] == "1.0.0"
        assert set(data["links"]) == {"self", "schema", "docs", "redoc", "health"}
        assert api.get("/api").json()["data"] == data
        assert api.get("/api/").json()["data"] == data
