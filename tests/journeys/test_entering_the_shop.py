"""What people meet on every page of the shell: it reads, it fits, it can be used by everyone."""

import gzip
import itertools
import os
import re
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import expect

from content.selectors import PAGES
from core import caching
from tests.factories.catalog import CategoryFactory
from tests.journeys.visitor import DESK, PHONE, THEMES, barriers_in_every_look, overflow, picture, walk
from tests.tiers import a_few

pytestmark = pytest.mark.browser

SHELL = ["/", "/search/", "/search/?q=returns", "/dev/ui/", *[f"/{slug}/" for slug in PAGES], "/hi/", "/hi/about/"]
ERRORS = ["400", "403", "404", "410", "413", "429", "500", "503", "maintenance", "offline", "refusal"]


def show_error(page, name: str, **context) -> None:
    """Put an error page in front of the visitor, at an address that answers nothing else."""
    given = {"request_id": "0123456789abcdef", "refusal": "Only two are left.", "status": 409, "megabytes": 10}
    body = render_to_string(f"errors/{name}.html", given | context, RequestFactory().get("/"))
    page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto("/broken/")


def weight(content: bytes) -> int:
    return len(gzip.compress(content))


class TestPages:
    @pytest.mark.parametrize("path", a_few(SHELL, "/", "/dev/ui/"))
    def test_can_be_read_by_everyone_on_everything(self, visitor, path):
        page = visitor.open(path, width=320)

        assert overflow(page) == 0
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("main")).to_have_count(1)
        levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => Number(h.tagName[1]))")
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert page.locator("html").get_attribute("lang") == ("hi" if path.startswith("/hi/") else "en")
        assert barriers_in_every_look(page) == []

    @pytest.mark.parametrize("language", a_few(["en", "hi"], "en"))
    @pytest.mark.parametrize("name", a_few(ERRORS, "404"))
    def test_that_tell_of_errors_have_no_barriers(self, visitor, name, language):
        page = visitor.browse(width=320)
        with override(language):
            show_error(page, name)

        assert overflow(page) == 0
        assert page.locator("html").get_attribute("lang") == language
        has_hindi = re.search(r"[\u0900-\u097f]", page.locator("h1").inner_text() + page.title().partition("·")[0])
        assert bool(has_hindi) == (language == "hi")
        picture(page, f"error-{name}-{language}")
        assert barriers_in_every_look(page) == []

    @pytest.mark.parametrize("path", a_few(["/", "/dev/ui/"], "/"))
    def test_stand_twice_the_text_and_wider_spacing(self, visitor, path):
        page = visitor.open(path, width=640)

        page.evaluate(
            """() => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(`html { font-size: 200% } * { line-height: 1.5 !important;
                letter-spacing: 0.12em !important; word-spacing: 0.16em !important }`);
              document.adoptedStyleSheets = [sheet];
            }"""
        )

        assert overflow(page) == 0

    @pytest.mark.skipif(not os.environ.get("SCREENSHOTS"), reason="draws pictures when SCREENSHOTS is set")
    def test_draw_the_market_for_people_to_look_at(self, visitor):
        for path, name in [("/", "home"), ("/hi/", "home-hi"), ("/dev/ui/", "components"), ("/about/", "about")]:
            for width in (PHONE, DESK):
                for theme in THEMES:
                    picture(visitor.open(path, width=width, theme=theme), f"{name}-{width}-{theme}")


class TestKeyboard:
    def test_reaches_everything_with_a_ring_to_see(self, visitor):
        page = visitor.open("/")

        steps = walk(page)

        assert steps[0]["name"] == "Skip to the content"
        assert [step for step in steps if not step["visible"] or not step["ringed"]] == []
        names = [step["name"] for step in steps]
        assert "Search the shop" in names
        assert "Privacy" in names

    def test_stays_where_it_is_when_the_account_menu_comes_late(self, visitor):
        page = visitor.browse()
        held = []
        page.route("**/fragments/account-menu/*", lambda route: held.append(route))
        page.goto("/")
        page.get_by_role("link", name="Sign in").first.focus()
        before = page.locator("#account-tool").element_handle()

        held[0].continue_()
        page.wait_for_function("before => !before.isConnected", arg=before)

        assert page.evaluate("document.activeElement.id") == "account-tool"

    def test_skips_to_the_content(self, visitor):
        page = visitor.open("/")

        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

    def test_closes_a_menu_and_comes_back_to_its_button(self, visitor):
        page = visitor.open("/dev/ui/")
        summary = page.locator("summary", has_text="More")

        summary.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")

        expect(page.locator("details[open]")).to_have_count(0)
        assert summary.evaluate("it => it === document.activeElement")

    def test_closes_a_dialog_and_comes_back_to_its_button(self, visitor):
        page = visitor.open("/dev/ui/")
        opener = page.get_by_role("button", name="Open a dialog")

        opener.press("Enter")
        expect(page.locator("dialog[open]")).to_have_count(1)
        page.keyboard.press("Escape")

        expect(page.locator("dialog[open]")).to_have_count(0)
        assert opener.evaluate("it => it === document.activeElement")


class TestAppearance:
    def test_is_kept_for_the_next_page(self, visitor):
        page = visitor.open("/", theme="light")

        page.get_by_label("Appearance").click()
        page.get_by_role("button", name="Dark").click()
        page.goto("/about/")

        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"

    @pytest.mark.parametrize("theme", a_few(THEMES, "dark"))
    def test_follows_the_device_without_scripts(self, visitor, theme):
        page = visitor.open("/", theme=theme, javascript=False)

        expect(page.get_by_label("Appearance")).to_be_hidden()
        picture(page, f"home-no-scripts-{theme}")

    def test_moves_nothing_for_those_who_asked_for_calm(self, visitor):
        page = visitor.open("/dev/ui/", calm=True)

        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter((it) => {
              const style = getComputedStyle(it);
              return style.animationName !== 'none' && parseFloat(style.animationDuration) > 0.01
                && !it.closest('[aria-busy]');
            }).length"""
        )

        assert moving == 0


class TestForms:
    def test_say_what_is_wrong_after_a_field_was_left_and_take_it_back(self, visitor):
        page = visitor.open("/dev/ui/")
        email = page.locator("#id_email")

        email.fill("asha")
        assert page.locator("#id_email").get_attribute("aria-invalid") is None
        email.blur()
        expect(email).to_have_attribute("aria-invalid", "true")

        email.fill("asha@example.com")
        assert email.get_attribute("aria-invalid") is None

    def test_show_the_password_on_demand(self, visitor):
        page = visitor.open("/dev/ui/")
        password = page.locator("#id_password")

        page.get_by_label("Show the password").first.click()

        expect(password).to_have_attribute("type", "text")

    def test_take_a_pasted_code_with_a_space(self, visitor):
        page = visitor.open("/dev/ui/")
        code = page.locator("#id_code")

        code.focus()
        code.evaluate(
            """input => {
              const clipboardData = new DataTransfer();
              clipboardData.setData('text', '123 456');
              input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }"""
        )

        expect(code).to_have_value("123456")

    def test_go_out_once_however_often_the_button_is_pressed(self, visitor):
        page = visitor.open("/account/sign-in/")
        button = page.get_by_role("main").get_by_role("button", name="Sign in")

        stopped, is_busy = button.evaluate(
            """button => {
              const stopped = [];
              addEventListener('submit', (event) => {
                stopped.push(event.defaultPrevented);
                event.preventDefault();
              });
              button.click();
              button.click();
              return [stopped, button.getAttribute('aria-busy')];
            }"""
        )

        assert stopped == [False, True]
        assert is_busy == "true"

    def test_lead_from_the_summary_to_the_field(self, visitor):
        page = visitor.open("/dev/ui/")

        page.locator(".form-errors a").nth(1).click()

        assert page.evaluate("document.activeElement.id") == "wrong_email"

    def test_search_without_scripts(self, visitor):
        page = visitor.open("/", javascript=False)

        page.get_by_role("searchbox").fill("parcel")
        page.keyboard.press("Enter")

        page.wait_for_url("**/search/?q=parcel")
        expect(page.get_by_role("searchbox")).to_have_value("parcel")
        expect(page.get_by_role("main").get_by_role("link", name="Delivery")).to_be_visible()


class TestHome:
    def test_shows_what_is_sold_and_a_search_box_on_the_first_screen_of_a_phone(self, visitor):
        CategoryFactory.create_batch(8)
        caching.forget()
        page = visitor.open("/", width=PHONE)

        bottoms = page.eval_on_selector_all(".stalls li", "all => all.map(li => li.getBoundingClientRect().bottom)")

        assert sum(bottom <= 640 for bottom in bottoms) >= 6
        expect(page.locator("#search-words")).to_be_visible()


class TestTallWindow:
    def test_has_its_empty_room_above_the_footer(self, visitor):
        CategoryFactory()
        caching.forget()
        page = visitor.open("/contact/")
        page.set_viewport_size({"width": DESK, "height": 3000})

        menu = page.locator(".category-menu").bounding_box()
        footer = page.locator("footer").bounding_box()

        assert menu["height"] < 80
        assert footer["y"] + footer["height"] == pytest.approx(3000, abs=1)


class TestWeight:
    def test_stays_light(self, visitor):
        page = visitor.open("/dev/ui/")
        scripts = re.findall(r'src="/static/([^"]+\.js)"', page.content())

        assert weight(page.content().encode()) <= 60_000
        assert weight(Path(finders.find("css/haat.css")).read_bytes()) <= 30_000
        assert len(scripts) == 3
        assert sum(weight(Path(finders.find(path)).read_bytes()) for path in scripts) <= 40_000

    @pytest.mark.parametrize(("path", "most"), [("/", 100_000), ("/hi/", 220_000)])
    def test_of_a_first_view_is_light_too(self, visitor, path, most):
        page = visitor.browse()
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url.partition("/static/")[2]))

        page.goto(path)
        page.evaluate("document.fonts.ready")

        files = [Path(finders.find(name)) for name in loaded if name.endswith((".css", ".js", ".woff2"))]
        assert len([file for file in files if file.suffix == ".woff2"]) >= 2
        # Fonts are packed already.
        sizes = [file.stat().st_size if file.suffix == ".woff2" else weight(file.read_bytes()) for file in files]
        assert weight(page.content().encode()) + sum(sizes) <= most

    def test_asks_nobody_else(self, visitor):
        page = visitor.browse()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        page.goto("/")

        assert asked
        assert [url for url in asked if not url.startswith(visitor.base_url)] == []


class TestOffline:
    def test_is_told_in_the_language_of_the_address(self, chromium, live_server):
        with closing(chromium.new_context(base_url=live_server.url)) as context:
            page = context.new_page()
            page.goto("/hi/")
            page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
            page.wait_for_function("navigator.serviceWorker.controller")

            context.set_offline(True)
            page.goto("/hi/category/toys/")

            expect(page.get_by_role("heading", level=1)).to_have_text("आप ऑफ़लाइन हैं")
            page.goto("/category/toys/")
            expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
