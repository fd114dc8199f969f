"""The pictures of the README: python -m tests.screenshots http://127.0.0.1:8000 (a shop with the demo loaded)."""

import io
import os
import sys
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
QUALITY = 80


def main(shop: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        category, product = find(browser, f"{shop}/")
        night = {"viewport": PHONE, "color_scheme": "dark"}
        take(browser, f"{shop}/", "home", viewport=DESKTOP)
        take(browser, f"{shop}/", "home-dark-mobile", **night)
        take(browser, category, "category", viewport=DESKTOP)
        take(browser, product, "product", viewport=DESKTOP)
        take(browser, product, "product-dark-mobile", **night)
        take(browser, f"{shop}/account/", "account", viewport=DESKTOP, person="shopper@haat.example")
        take(browser, f"{shop}/admin/", "back-office", viewport=DESKTOP, person="admin@haat.example")


def find(browser: Browser, home: str) -> tuple[str, str]:
    """Return the address of the first category of the menu, and of the first product in it."""
    page = browser.new_page()
    page.goto(home)
    category = page.locator("main a[href*='/category/']").first.evaluate("link => link.href")
    page.goto(category)
    product = page.locator("main a[href*='/product/']").first.evaluate("link => link.href")
    return category, product


def take(browser: Browser, url: str, name: str, *, person: str = "", **options) -> None:
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.goto(url)
        if person:
            enter(page, person)
            page.goto(url)
        page.wait_for_load_state("networkidle")
        with Image.open(io.BytesIO(page.screenshot())) as shot:
            shot.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


def enter(page: Page, person: str) -> None:
    from core.demo import PASSWORD

    page.fill("input[name=email], input[name=username]", person)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    main(sys.argv[1].rstrip("/"))
