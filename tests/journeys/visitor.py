"""Somebody with a browser: opens pages, and notices what is wrong with them."""

import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests import tiers
from tests.factories.accounts import PASSWORD

PHONE, DESK = 360, 1280
THEMES = ("light", "dark")
AXE = Axe()
# A mail stands inside its reader's program, which has the landmarks.
OF_MAILS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*OF_MAILS, "best-practice"]
# What another theme and width can change first of all: colours, sizes, and which buttons are shown.
OF_LOOKS = [
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "button-name",
    "link-name",
    "scrollable-region-focusable",
]
QUICKLY = (("light", DESK, RULES, "tag"), ("dark", PHONE, OF_LOOKS, "rule"))
THOROUGHLY = tuple((theme, width, RULES, "tag") for theme in THEMES for width in (DESK, PHONE))
# A page that is rightly a 404 is named in the console, and so is that tests run without the service worker.
NO_MISTAKE = ("the server responded with a status of", "Service Worker registration blocked")
# A colour that is still fading into the other theme has a contrast that nobody sees.
SETTLE = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  for (const running of document.getAnimations()) {
    try { running.finish(); } catch { running.cancel(); }
  }
  await frame();
}"""
# Telling of every element that is in order would take several times as long as looking.
LOOK_FOR_BARRIERS = """async (runOnly) => {
  const options = { runOnly, resultTypes: ['violations'] };
  return (await axe.run(options)).violations;
}"""
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const parent = getComputedStyle(at.closest('.search') ?? at);
  return {
    name: (at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.name || at.id).trim(),
    tag: at.tagName.toLowerCase(),
    visible: box.width > 0 && box.height > 0,
    ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      || style.boxShadow !== 'none' || parent.boxShadow !== 'none',
  };
}"""


class Visitor:
    """One visitor of the live server; what the browser complained about gathers in `complaints`."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser = browser
        self.base_url = base_url
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def browse(
        self, *, width: int = DESK, theme: str = "light", javascript: bool = True, calm: bool = True, **options
    ) -> Page:
        """Return an empty tab of a fresh browser of that width and appearance."""
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": width, "height": 640 if width < 600 else 800},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce" if calm else "no-preference",
            service_workers="block",
            **options,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", lambda request: self._on_failed(request))
        return page

    def open(self, path: str, **how) -> Page:
        """Go to a page and wait until it has loaded."""
        page = self.browse(**how)
        page.goto(path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(words in message.text for words in NO_MISTAKE):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _on_failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"not loaded: {request.url} ({request.failure})")


@contextmanager
def visiting(browser: Browser, base_url: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, base_url)
    try:
        yield visitor
    finally:
        visitor.close()


def barriers(page: Page, rules: list[str] = RULES, kind: str = "tag") -> list[str]:
    """Return what axe finds, worded so that a failing test says all there is to know."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate(LOOK_FOR_BARRIERS, {"type": kind, "values": rules})
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
    ]


def barriers_in_every_look(page: Page, name: str = "") -> list[str]:
    """Return what axe finds by day and by night, on a desk and on a phone; with a name, keep pictures."""
    found = []
    for theme, width, rules, kind in THOROUGHLY if tiers.is_full else QUICKLY:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLE)
        # Some pages draw themselves anew in another look.
        expect(page.locator("h1").first).to_be_attached()
        if name:
            picture(page, f"{name}-{theme}-{width}")
        found += [f"{theme}, {width} px: {barrier}" for barrier in barriers(page, rules, kind)]
    return found


def troubles(page: Page) -> list[str]:
    """Return what somebody could stumble over: what axe finds in either theme, and a page wider than a phone."""
    found = barriers_in_every_look(page)
    found += [f"{wide} px wider than a phone" for wide in [overflow(page)] if wide]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESK, "height": 800})
    return [f"{page.url}: {trouble}" for trouble in found]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def walk(page: Page, most: int = 200) -> list[dict]:
    """Press Tab until the focus leaves the page; return where it was. Fails on a trap."""
    steps: list[dict] = []
    for _step in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None or (steps and here == steps[0] and len(steps) > 3):
            return steps
        steps.append(here)
    raise AssertionError(f"the focus did not leave the page in {most} steps: {steps[-5:]}")


def picture(page: Page, name: str) -> Path | None:
    """Keep a screenshot under var/ when SCREENSHOTS is set, for people to look at."""
    if not os.environ.get("SCREENSHOTS"):
        return None
    path = Path(settings.BASE_DIR) / "var" / "screenshots" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def enter(page: Page, email: str = "asha@example.com", password: str = PASSWORD, prefix: str = "") -> None:
    """Sign in by the page."""
    page.goto(f"{prefix}/account/sign-in/")
    page.locator("#id_email").fill(email)
    page.locator("#id_password").fill(password)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(re.compile(r"/account/(sign-in/code/)?$"))


def assert_readable_by_everyone(page: Page, name: str) -> None:
    """Fail on a barrier in either theme, a page wider than 320 px, or headings out of order. Keeps pictures of it."""
    assert (page.url, barriers_in_every_look(page, name)) == (page.url, [])
    page.set_viewport_size({"width": 320, "height": 640})
    assert (page.url, overflow(page)) == (page.url, 0)
    assert page.locator("h1").count() == 1
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => Number(h.tagName[1]))")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
