"""Whatever belongs to one person answers everybody else as if it were not there, read or written."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver

from accounts import services
from accounts.models import User
from core.documents import store_document
from core.ids import uuid7
from tests.architecture.test_contracts import _patterns
from tests.conftest import ShopClient
from tests.core.papers import pdf
from tests.factories.accounts import AddressFactory, UserFactory
from tests.factories.cart import CartItemFactory, WishlistFactory, WishlistItemFactory
from tests.factories.notifications import NotificationFactory

pytestmark = pytest.mark.django_db


def a_paper(user: User) -> Any:
    return store_document(file=io.BytesIO(pdf()), name="gst.pdf", purpose="application", uploaded_by=user.pk)


# What the id in an address names: something of one person, or something that is everybody's.
OWNED: dict[str, Callable[[User], Any]] = {
    "address_id": lambda user: AddressFactory(user=user),
    "session_id": lambda user: services.open_session(user=user, kind="token"),
    "notification_id": lambda user: NotificationFactory(user=user),
    "document_id": a_paper,
    "item_id": lambda user: CartItemFactory(cart__user=user),
    "wish_id": lambda user: WishlistItemFactory(wishlist__user=user),
    "wishlist_id": lambda user: WishlistFactory(user=user),
}
OF_EVERYBODY = {"media_id", "variant_id", "region_id"}
BY_ID = re.compile(r"<uuid:(\w+)>")


def routes() -> dict[str, str]:
    """The routes that take an id and are not for staff, each with the name of its id."""
    found = [route for route, _pattern in _patterns(get_resolver())]
    return {
        route: BY_ID.findall(route)[-1]
        for route in found
        if BY_ID.search(route) and not route.startswith(("admin/", "api/v1/admin/"))
    }


def filled(route: str, pk: object) -> str:
    return "/" + BY_ID.sub(str(pk), route).replace("<str:kind>", "shipping")


def test_every_id_in_an_address_is_somebodys_or_everybodys():
    assert set(routes().values()) == OWNED.keys() | OF_EVERYBODY


@pytest.mark.parametrize("route", [route for route, name in routes().items() if name in OWNED])
def test_answers_like_a_missing_one_and_changes_nothing(route, api_as, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    theirs, me = OWNED[routes()[route]](UserFactory()), UserFactory()
    api, browser = api_as(me), ShopClient()
    browser.force_login(me)
    client = api if route.startswith("api/") else browser
    stored = rows(type(theirs))

    for method in ("get", "post", "put", "patch", "delete"):
        answer, missing = (getattr(client, method)(filled(route, pk)) for pk in (theirs.pk, uuid7()))
        assert told(answer) == told(missing), method
        assert answer.status_code in ({302, 404, 405} if method == "get" else {404, 405}), method

    assert rows(type(theirs)) == stored


def told(answer: Any) -> tuple:
    """What somebody sees, but for the number of the request and what differs from one drawing to the next."""
    text = re.sub(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", answer.text)
    text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
    return answer.status_code, answer.headers.get("Location"), text


def rows(model: type) -> list:
    return list(apps.get_model(model._meta.label)._base_manager.order_by("pk").values())
