"""Lists that are longer than anybody counts."""

import pytest

from inventory.admin.stock import LocationAdmin
from inventory.models import Location
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, monkeypatch):
    """Sixteen rows where fourteen are the most that are counted, one on each page."""
    monkeypatch.setattr("core.back_office.paginator.CAP", 14)
    monkeypatch.setattr(LocationAdmin, "list_per_page", 1)
    Location.objects.bulk_create(Location(name=f"Place {row}", code=f"place-{row}") for row in range(16))
    client.force_login(UserFactory(admin=True))
    return client.get("/admin/inventory/location/", {"is_active__exact": 1})


def test_say_that_there_are_more_than_were_counted(page):
    text = page.text

    assert "more than 10,000 rows" in text
    assert "more than 10,000 results" in text
    assert "15 r" not in text
    assert "Select all 15" not in text


def test_end_with_a_page_that_was_counted_and_skip_without_a_link(client, page):
    assert 'href="?is_active__exact=1&amp;p=14"' in page.text
    assert "p=15" not in page.text
    assert "<span>…</span>" in page.text
    assert "p=…" not in page.text
    assert "p=%E2%80%A6" not in page.text
    assert client.get("/admin/inventory/location/?p=14").status_code == 200
