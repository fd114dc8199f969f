"""The pictures of the README: python -m tests.screenshots http://127.0.0.1:8000 (a shop with the demo loaded)."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from core.demo import PASSWORD
from tests.browser import ARGUMENTS, find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}


def main(shop: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        take(browser, f"{shop}/", "home", viewport=DESKTOP)
        take(browser, f"{shop}/", "home-dark-mobile", viewport=PHONE, color_scheme="dark")
        take(browser, f"{shop}/account/", "account", viewport=DESKTOP, person="shopper@haat.example")
        take(browser, f"{shop}/admin/", "back-office", viewport=DESKTOP, person="admin@haat.example")


def take(browser: Browser, url: str, name: str, *, person: str = "", **options) -> None:
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.goto(url)
        if person:
            page.fill("input[name=email], input[name=username]", person)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_load_state("networkidle")
            page.goto(url)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
