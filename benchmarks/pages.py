"""How pages feel on a phone: python -m benchmarks.pages http://127.0.0.1:8000 (a shop with the demo loaded).

A mid-range phone is Chromium with a processor slowed down four times behind slow 4G; medians of so many visits.
"""

import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, find_chromium

PAGES = {
    "home": "/",
    "category": "/category/clothing/",
    "search": "/search/?q=shirt",
    "product": "/product/everyday-crew-tee/",
    "home in Hindi": "/hi/",
}
VISITS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True,
}  # fmt: skip
WATCH = """() => {
  window.seen = { lcp: 0, cls: 0, inp: 0 };
  const watch = (type, look, more = {}) => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) look(entry);
  }).observe({ type, buffered: true, ...more });
  watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch('event', (entry) => { if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration); },
        { durationThreshold: 16 });
}"""


def main(shop: str) -> None:
    print("| page | bytes without pictures | pictures | LCP ms | CLS | INP ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for name, path in PAGES.items():
            visits = [visit(browser, shop + path) for _time in range(VISITS)]
            plain, pictures, lcp, cls, inp = (statistics.median(column) for column in zip(*visits, strict=True))
            print(f"| {name} | {plain:,.0f} | {pictures:,.0f} | {lcp:,.0f} | {cls:.3f} | {inp:.0f} |", flush=True)


def visit(browser: Browser, url: str) -> tuple[int, int, float, float, float]:
    """Open a page for the first time, scroll through it and type into the search."""
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        kinds: dict[str, str] = {}
        weights: dict[str, int] = {}
        devtools.on("Network.responseReceived", lambda one: kinds.update({one["requestId"]: one["type"]}))
        devtools.on(
            "Network.loadingFinished", lambda one: weights.update({one["requestId"]: int(one["encodedDataLength"])})
        )
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.add_init_script(f"({WATCH})()")
        page.goto(url, wait_until="networkidle")
        lcp = page.evaluate("seen.lcp")
        plain = sum(size for key, size in weights.items() if kinds.get(key) != "Image")
        pictures = sum(weights.values()) - plain
        page.tap("#search-words")
        page.keyboard.type("sh", delay=80)
        page.wait_for_timeout(600)
        page.keyboard.press("Escape")
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(600)
        return plain, pictures, lcp, page.evaluate("seen.cls"), page.evaluate("seen.inp")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
