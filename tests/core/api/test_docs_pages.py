"""Swagger UI and Redoc show the API in a browser, from the shop's own files, under its policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.documented import document, operations
from tests.journeys.visitor import barriers_in_every_look, picture, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(360, "dark"), (1280, "light")]
PAGES = [("/api/docs", ".opblock"), ("/api/redoc", "[id*='/operation/']")]
SOME = re.compile(r"/(auth/register|users/addresses|products)")
LIGHTNESS = "() => Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))"


def assert_paper_is(page, theme: str) -> None:
    assert (page.evaluate(LIGHTNESS) > 200) == (theme == "light")


@pytest.fixture
def visitor(chromium, live_server):
    with visiting(chromium, live_server.url) as visitor:
        yield visitor
        assert visitor.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_swagger_shows_every_operation_and_opens_one(visitor, width, theme):
    page = visitor.open("/api/docs", width=width, theme=theme)

    page.wait_for_selector(".opblock")
    assert_paper_is(page, theme)
    # Swagger draws what is in view: one has to walk down to see everything.
    seen: set[str] = set()
    for _screen in range(200):
        seen.update(page.locator(".opblock").evaluate_all("blocks => blocks.map(block => block.id)"))
        if len(seen) >= len(operations()):
            break
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(40)
    assert len(seen) == len(operations())
    wanted = page.locator("#operations-Authentication-auth_login .opblock-summary-control")
    for _screen in range(200):
        if wanted.count():
            break
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(40)
    picture(page, f"api-docs-{width}")
    wanted.click()
    opened = page.locator("#operations-Authentication-auth_login .opblock-body")
    opened.wait_for()
    expect(opened).to_contain_text("asha@example.com", use_inner_text=True)
    picture(page, f"api-docs-{width}-open")


@pytest.mark.slow
def test_swagger_calls_the_shop(visitor):
    page = visitor.open("/api/docs")

    # Swagger draws what is in view: on a screen this high, all of it.
    page.set_viewport_size({"width": 1280, "height": 16_000})
    operation = page.locator("#operations-The_API_itself-api_root")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()

    answer = operation.locator(".live-responses-table .response").first
    answer.wait_for()
    expect(answer).to_contain_text("Haat API", use_inner_text=True)
    picture(page, "api-docs-called")


@pytest.mark.slow
@pytest.mark.parametrize(("path", "drawn"), PAGES)
def test_nobody_else_is_asked_for_anything(visitor, path, drawn):
    page = visitor.browse()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path)
    page.wait_for_selector(drawn, state="attached")
    page.wait_for_load_state("networkidle")

    assert f"{visitor.base_url}/api/schema" in {url.partition("?")[0].rstrip("/") for url in asked}
    assert [url for url in asked if not url.startswith((f"{visitor.base_url}/", "data:", "blob:"))] == []


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_redoc_shows_every_operation(visitor, width, theme):
    page = visitor.open("/api/redoc", width=width, theme=theme)

    page.wait_for_selector("[data-section-id^='tag/'] h2, h2")
    page.locator("[id*='/operation/']").nth(len(operations()) - 1).wait_for(state="attached")
    expect(page.locator("body")).to_contain_text("Sign in", use_inner_text=True)
    assert_paper_is(page, theme)
    picture(page, f"api-redoc-{width}")


@pytest.mark.slow
def test_swagger_can_be_read_by_everyone(visitor):
    page = visitor.open("/api/docs")

    # Swagger draws what is in view: on a screen this high, all of it.
    page.set_viewport_size({"width": 1280, "height": 16_000})
    operation = page.locator("#operations-The_API_itself-api_root")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_be_visible()
    assert barriers_in_every_look(page) == []


@pytest.mark.slow
def test_redoc_can_be_read_by_everyone(visitor):
    whole = document()
    # Redoc draws all operations at once and alike: some stand for hundreds, which would take minutes to look through.
    some = whole | {"paths": {path: of for path, of in whole["paths"].items() if SOME.search(path)}}
    page = visitor.browse()
    page.route("**/api/schema", lambda route: route.fulfill(json=some))
    page.goto("/api/redoc")

    expect(page.locator("[id^='operation/']").first).to_be_attached(timeout=30_000)
    assert barriers_in_every_look(page) == []
