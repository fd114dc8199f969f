"""Promises that hold over all apps at once."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import PROTECT
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.parsers import MultiPartParser
from rest_framework.views import APIView

from config.wiring import WIRING
from core.api.parsers import StrictJSONParser
from core.errors import DomainError
from core.events import Event


def subclasses(kind: type) -> set[type]:
    return {found for child in kind.__subclasses__() for found in {child, *subclasses(child)}}


def own(kind: type) -> bool:
    return not kind.__module__.startswith("tests.")


def api_views() -> dict[str, type[APIView]]:
    return {
        route: view
        for route, pattern in _patterns(get_resolver())
        if (view := getattr(pattern.callback, "cls", None)) and not view.__module__.startswith("drf_spectacular")
    }


def _patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += _patterns(pattern, route)
        else:
            found.append((route, pattern))
    return found


class TestErrorCodes:
    def test_belong_to_one_class_each(self):
        declared = defaultdict(list)
        for refusal in filter(own, subclasses(DomainError)):
            if "code" in vars(refusal):
                declared[refusal.code].append(f"{refusal.__module__}.{refusal.__name__}")

        assert {code: classes for code, classes in declared.items() if len(classes) > 1} == {}

    def test_are_words_in_upper_case(self):
        codes = [vars(refusal)["code"] for refusal in subclasses(DomainError) if "code" in vars(refusal)]

        assert [code for code in codes if not code.replace("_", "").isupper()] == []


class TestEvents:
    def test_have_a_line_in_the_wiring(self):
        events = {event for event in subclasses(Event) if own(event)}

        assert events - set(WIRING) == set()

    def test_are_wired_to_handlers_that_live_in_handlers(self):
        strangers = [
            handler.__qualname__
            for handlers in WIRING.values()
            for handler in handlers
            if ".handlers" not in handler.__module__ or not handler.__name__.startswith("on_")
        ]

        assert strangers == []


class TestApiViews:
    @pytest.mark.parametrize("route", sorted(api_views()))
    def test_say_who_may_call_them_and_read_nothing_loosely(self, route):
        view = api_views()[route]
        ours = [kind for kind in view.__mro__ if not kind.__module__.startswith(("rest_framework", "builtins"))]

        # A body of JSON is read by the one parser that refuses what is not JSON to the letter.
        assert set(view.parser_classes) <= {StrictJSONParser, MultiPartParser}
        assert any("permission_classes" in vars(kind) or "get_permissions" in vars(kind) for kind in ours)


class TestPages:
    def test_ask_for_djangos_token_but_for_those_with_a_proof_of_their_own(self):
        """Forms of kept pages have the browser's word for where they stand; what one click leaves, a signed token."""
        of_kept_pages = {"region/", "product/<str:product>/tell-me/", "cart/add/", "wishlist/add/"}
        proved = of_kept_pages | {"unsubscribe/<str:token>/"}
        views = {route: pattern.callback for route, pattern in _patterns(get_resolver()) if route not in api_views()}

        assert {route for route, view in views.items() if getattr(view, "csrf_exempt", False)} == proved


class TestDeleting:
    # What the books, the shelves and the log stand on: the table itself keeps it, whoever asks.
    KEPT = {
        "audit.adminactionlog.actor", "audit.adminactionlog.customer", "catalog.category.parent",
        "catalog.product.brand", "catalog.product.category", "catalog.product.store", "catalog.product.tax_class",
        "inventory.reservation.item", "inventory.stockitem.location", "inventory.stockitem.variant",
        "inventory.stockmovement.item", "regions.taxrate.tax_class", "shipping.shippingmethod.store",
        "shipping.shippingmethod.tax_class", "shipping.shippingmethod.zone", "stores.store.owner",
    }  # fmt: skip

    def test_takes_nothing_along_that_others_stand_on(self):
        protected = {
            f"{model._meta.label_lower}.{field.name}"
            for model in apps.get_models()
            for field in model._meta.fields
            if field.remote_field and field.remote_field.on_delete is PROTECT
        }

        assert self.KEPT - protected == set()


class TestMigrations:
    @pytest.mark.django_db
    def test_are_not_missing(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
