"""What a reader of pages has: a browser of a certain width, language and theme, and sharp eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect

# Sends of htmx and of pictures that a new page cuts off are no fault.
CUT_OFF = "net::ERR_ABORTED"
# What the browser itself says of the page's geometry.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth, page = document.documentElement.scrollWidth;
  const right = (each) => Math.round(each.getBoundingClientRect().right);
  const over = [...document.querySelectorAll("body *")].filter(
    (each) => each.getBoundingClientRect().width > 0 && right(each) > width + 1 && !each.closest(".skip, .scroll"));
  const names = over.slice(0, 5).map((each) => `${each.tagName}.${each.getAttribute("class")} ends at ${right(each)}`);
  return page > width ? [`the page is ${page} wide`, ...names] : [];
}"""
TOO_SMALL = """() => {
  const touched = "button, a.button, select, input:not([type=hidden]), nav a, summary";
  const high = (each) => each.getBoundingClientRect().height;
  return [...document.querySelectorAll(touched)].filter((each) => each.checkVisibility() && high(each) < 43.5)
    .map((each) => `${each.tagName} "${(each.innerText || each.name || "").trim().slice(0, 30)}": ${high(each)}`);
}"""
CUT_TEXT = """() => {
  const place = (each) => each.getBoundingClientRect();
  const leaves = (each) => place(each).right > place(each.ownerSVGElement.parentElement).right + 2
    || place(each).left < place(each.ownerSVGElement.parentElement).left - 2;
  const isCut = (each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0
    && getComputedStyle(each).display !== "inline";
  return [...document.querySelectorAll("h1, h2, h3, p, dt, dd, td, th, a, button, .chip, main svg text")]
    .filter((each) => each.checkVisibility() && !each.closest(".js-plotly-plot, .visually-hidden"))
    .filter((each) => each instanceof SVGElement ? leaves(each) : isCut(each))
    .map((each) => `${each.tagName} "${each.textContent.trim().slice(0, 40)}" is cut or leaves its place`);
}"""

NOT_DRAWN = "[data-figure]:not([data-ready=true]):not([data-ready=failed]):visible"
CHARTS_WITHIN_MS = 90_000.0
LAYOUT_SHIFT = """() => new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) { moved += shift.hadRecentInput ? 0 : shift.value; }
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved))));
})"""


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at the portal."""

    language: str
    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}"

    @property
    def is_phone(self) -> bool:
        return self.width < 900

    @property
    def context(self) -> dict[str, Any]:
        """What Playwright calls it."""
        return {
            "viewport": {"width": self.width, "height": 900},
            "color_scheme": self.theme,
            "locale": "nb-NO" if self.language == "nb" else "en-GB",
            "reduced_motion": "reduce",
        }


DESK = Look("en", 1440, "light")
LOOKS = (DESK, Look("en", 1440, "dark"), Look("en", 390, "light"), Look("nb", 390, "dark"), Look("nb", 1440, "light"))


@dataclass
class Reader:
    """One page and everything that went wrong on it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down errors of scripts, policy and network from now on."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser's own note of a failed answer; the answer itself is judged by `_answered`.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if CUT_OFF not in (request.failure or ""):
            self.faults.append(f"request: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"answer: {response.status} {response.url}")
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"left the portal: {response.url}")

    def open(self, path: str, status: int = 200) -> Response:
        """Go to a page, wait for its charts, and look at its head."""
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        self.charts_drawn()
        assert_policy(response)
        return response

    def charts_drawn(self) -> int:
        """Wait until each chart that has a place on the page is drawn, or says that it cannot be; gives how many."""
        expect(self.page.locator(NOT_DRAWN)).to_have_count(0, timeout=CHARTS_WITHIN_MS)
        return self.page.locator("[data-figure]").count()

    def layout_shift(self) -> float:
        """How far things have moved since the page began to load, as the browser counts it."""
        return float(self.page.evaluate(LAYOUT_SHIFT))

    def shortcomings(self, look: Look) -> str:
        """What went wrong, what keeps somebody out, what leaves the screen, a line each."""
        found = [*self.faults, *violations(self.page), *self.page.evaluate(CUT_TEXT)]
        for width in (look.width, 360) if look.is_phone else (look.width,):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"at {width}: {each}" for each in self.page.evaluate(TOO_WIDE)]
        if look.is_phone:
            found += self.page.evaluate(TOO_SMALL)
        self.page.set_viewport_size({"width": look.width, "height": 900})
        return "\n".join(found)


def assert_policy(response: Response) -> None:
    """The content security policy admits no inline script or style and no eval."""
    policy = response.headers.get("content-security-policy", "")
    assert "script-src 'self'" in policy
    assert not re.search("unsafe-(inline|eval)", policy), policy


def violations(page: Page) -> list[str]:
    """What axe finds, whatever it calls it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for each in found
        for node in each["nodes"][:4]
    ]


Opener = Callable[..., Reader]


def log_in(page: Page, address: str, user: str, password: str) -> None:
    """By the form, as everybody does."""
    page.goto(f"{address}/login/")
    page.locator("#id_username").fill(user)
    page.locator("#id_password").fill(password)
    page.locator("main button[type=submit].filled").click()


def reader_in(context: BrowserContext, address: str) -> Reader:
    """A new page whose faults are written down."""
    reader = Reader(context.new_page(), address)
    reader.watch()
    return reader
