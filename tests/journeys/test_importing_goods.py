"""Staff bring products in from a file, look at what it would change, and take it back."""

import pytest
from playwright.sync_api import expect

from catalog.models import Product
from core import outbox
from tests.catalog.porting.files import as_csv, kettle
from tests.factories.accounts import UserFactory
from tests.factories.catalog import CategoryFactory
from tests.factories.regions import TaxClassFactory
from tests.journeys.visitor import enter, troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def let_the_worker_do_it(page) -> None:
    """The page asks every two seconds how far it is."""
    outbox.drain()
    page.clock.run_for(2_100)


def test_a_file_is_checked_written_and_rolled_back(visitor):
    TaxClassFactory(is_default=True)
    CategoryFactory(name="Pots", slug="pots", parent=CategoryFactory(name="Kitchen", slug="kitchen"))
    boss = UserFactory(admin=True)
    page = visitor.browse()
    page.clock.install()
    enter(page, boss.email)

    page.goto("/admin/catalog/importbatch/add/")
    assert troubles(page) == []
    content = as_csv(kettle(), kettle("PAN-1", product="pan", price="cheap"))
    page.set_input_files("input[type=file]", {"name": "goods.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Being checked")).to_be_visible()

    let_the_worker_do_it(page)
    expect(page.get_by_role("heading", name="Checked, nothing written yet")).to_be_visible()
    expect(page.get_by_text("is not an amount. Give one such as 1499.00.")).to_be_visible()
    assert troubles(page) == []

    page.get_by_role("link", name="Write to the catalogue").click()
    page.get_by_label("Leave wrong rows out").check()
    page.get_by_role("button", name="Write to the catalogue").click()
    expect(page.get_by_role("heading", name="Being written")).to_be_visible()
    let_the_worker_do_it(page)
    expect(page.get_by_role("heading", name="Written", exact=True)).to_be_visible()
    assert Product.objects.get().slug == "copper-kettle"

    page.get_by_role("link", name="Roll back").click()
    page.get_by_label("Reason").fill("The wrong file")
    page.get_by_role("button", name="Roll back").click()
    expect(page.get_by_role("heading", name="Being rolled back")).to_be_visible()
    let_the_worker_do_it(page)
    expect(page.get_by_role("heading", name="Rolled back", exact=True)).to_be_visible()
    assert not Product.objects.exists()
