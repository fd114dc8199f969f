"""A client of the API, made from its document: one method per operation, named by its operationId.

    shop = ApiClient(http)
    shop.users_addresses_add(AddressIn).data["id"]

It sends only what the document describes and believes only what it promises: everything else is an AssertionError.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.documented import complaints, operations, validator_of


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    content: bytes

    @property
    def data(self) -> Any:
        return self.body["data"]


class ApiClient:
    """Somebody who knows nothing of the shop but its OpenAPI document."""

    def __init__(self, token: str = "") -> None:
        self._http = Client(headers={"Authorization": f"Bearer {token}"} if token else {})
        self.seen: set[tuple[str, int]] = set()

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        if name not in operations():
            raise AttributeError(name)
        return lambda body=None, **parameters: self._call(name, body, parameters)

    def _call(self, name: str, body: Any, parameters: dict[str, Any]) -> Answer:
        method, path, operation = operations()[name]
        query = {}
        for described in operation.get("parameters", []):
            given = parameters.pop(described["name"], None)
            if described["in"] == "path":
                path = path.replace(f"{{{described['name']}}}", str(given))
            elif given is not None:
                validator_of(described["schema"]).validate(given)
                query[described["name"]] = given
            assert given is not None or not described.get("required"), f"{name} needs {described['name']}"
        assert not parameters, f"{name} has no {set(parameters)}"
        response = self._http.generic(method, path, query_params=query, **_sent(name, operation, body))
        assert not list(complaints(name, response))
        self.seen.add((name, response.status_code))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        is_json = response.headers.get("Content-Type", "") == "application/json"
        return Answer(response.status_code, json.loads(content) if is_json and content else {}, content)


def _sent(name: str, operation: dict, body: Any) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        assert body is None, f"{name} reads no body"
        return {}
    kind, described = next(iter(content.items()))
    if kind == "multipart/form-data":
        files = {
            key: SimpleUploadedFile(f"{key}.png", value) if isinstance(value, bytes) else value
            for key, value in body.items()
        }
        return {"data": encode_multipart(BOUNDARY, files), "content_type": MULTIPART_CONTENT}
    if body is None:
        assert not operation["requestBody"].get("required"), f"{name} needs a body"
        return {}
    validator_of(described["schema"]).validate(body)
    return {"data": json.dumps(body), "content_type": "application/json"}
