"""One portal for all journeys with a browser, and readers who are logged in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from kpi_portal.demo.accounts import PASSWORD
from tests.journeys.browsing import DESK, Look, Opener, Reader, log_in, reader_in
from tests.journeys.site import Site

# Playwright keeps an event loop in the main thread for the whole session; other tests may still use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
PATIENCE_MS = 90_000.0


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal as `make demo` starts it."""
    running = Site(tmp_path_factory.mktemp("site"))
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def signed_in(site: Site, browser: Browser) -> Callable[[str], Any]:
    """The cookies of an account, got once by the log-in page."""
    kept: dict[str, Any] = {}

    def cookies(user: str) -> Any:
        if user not in kept:
            with browser.new_context() as context:
                context.set_default_timeout(PATIENCE_MS)
                page = context.new_page()
                log_in(page, site.address, user, PASSWORD)
                page.locator("h1").wait_for()
                assert page.url == f"{site.address}/"
                kept[user] = context.storage_state()
        return kept[user]

    return cookies


@pytest.fixture
def reader(site: Site, browser: Browser, signed_in: Callable[[str], Any]) -> Iterator[Opener]:
    """Somebody who looks: reader("vendor", look); reader(None) is a stranger."""
    contexts: list[BrowserContext] = []

    def opened(user: str | None, look: Look = DESK) -> Reader:
        state = {} if user is None else {"storage_state": signed_in(user)}
        context = browser.new_context(**look.context, **state)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return reader_in(context, site.address)

    yield opened
    for context in contexts:
        context.close()
