"""Every operation of the API, read from the URL map."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from core.api.permissions import OpenToReadView, StaffView

SAMPLES = {
    "uuid": lambda: str(uuid4()),
    "str": lambda: "sample",
    "slug": lambda: "sample",
    "path": lambda: "sample",
    "int": lambda: "1",
}
METHODS = ["get", "post", "put", "patch", "delete"]


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    name: str
    view: type[APIView]

    @property
    def reads_no_token(self) -> bool:
        return not self.view.authentication_classes

    @property
    def is_open_to_strangers(self) -> bool:
        return AllowAny in self.view.permission_classes or self.is_read_by_everyone

    @property
    def is_read_by_everyone(self) -> bool:
        return self.method == "get" and issubclass(self.view, OpenToReadView)

    @property
    def is_for_staff(self) -> bool:
        is_staffs = self.path.startswith("/api/v1/admin/") or issubclass(self.view, StaffView)
        return is_staffs and not self.is_read_by_everyone

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


def operations() -> list[Operation]:
    return [
        Operation(method, path, pattern.name or "", view)
        for path, pattern in _patterns(get_resolver(), "/")
        if path.startswith("/api/v1/") and (view := getattr(pattern.callback, "view_class", None))
        for method in METHODS
        if issubclass(view, APIView) and hasattr(view, method)
    ]


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + _filled(str(entry.pattern), entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        else:
            yield path, entry


def _filled(route: str, converters: dict) -> str:
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", SAMPLES[kind]())
    return route
