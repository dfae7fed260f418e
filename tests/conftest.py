"""What every test may ask for: services that really run, real files, and a contact store of its own.

A missing service skips its tests and says so; with KPI_REQUIRE_SERVICES=1 (as in CI) it fails them.
The world of parties and contracts is in tests/world.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

# Parties, contracts and people; and how a committed test is cleaned up although some rows can never be deleted.
pytest_plugins = ["tests.world", "tests.guards"]

# The same examples in every run, and no clock: a busy machine must not fail a test.
property_settings.register_profile(
    "fixed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
property_settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "data")
REDIS_URL = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/15"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing(what: str) -> None:
    """Skip loudly, or fail where every service must be there."""
    if os.environ.get("KPI_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} (KPI_REQUIRE_SERVICES=1)", pytrace=False)
    pytest.skip(what)


def chromium_path() -> str | None:
    """A Chromium of the system; Playwright's own download is not used."""
    return os.environ.get("CHROMIUM") or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def redis_answers() -> bool:
    """Does a Redis answer at TEST_REDIS_URL?"""
    import redis

    client = redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A marker names what a test needs; look before it runs."""
    if item.get_closest_marker("postgres") and "postgresql" not in django_settings.DATABASES["default"]["ENGINE"]:
        missing("needs PostgreSQL: set DATABASE_URL=postgresql://…")
    if item.get_closest_marker("redis") and not redis_answers():
        missing(f"needs Redis at {REDIS_URL}")
    if item.get_closest_marker("browser") and chromium_path() is None:
        missing("needs Chromium: apt-get install chromium")
    if item.get_closest_marker("real_data") and not REAL_DATA.is_dir():
        pytest.skip(f"REAL FILES ARE NOT HERE: looked in {REAL_DATA}; set REAL_DATA")


@pytest.fixture
def real_data() -> Path:
    """The folder of real files (marker real_data)."""
    return REAL_DATA


@pytest.fixture
def redis_url() -> str:
    """A database of a running Redis that tests may empty (marker redis)."""
    return REDIS_URL


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English; a request or a test that speaks Norwegian leaves nothing to the next one."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def contact_store(request: pytest.FixtureRequest) -> Path | None:
    """Each test with a database stores its contacts in a folder of its own."""
    needs = {"db", "transactional_db", "django_db_setup", "live_server"} & set(request.fixturenames)
    if not needs and request.node.get_closest_marker("django_db") is None:
        return None
    folder: Path = request.getfixturevalue("tmp_path") / "store"
    request.getfixturevalue("settings").CONTACT_STORE = folder
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Playwright starts the system's Chromium, which talks to nobody but the portal."""
    quiet = ["gpu", "background-networking", "component-update", "sync"]
    args = ["--no-sandbox", "--no-first-run", *(f"--disable-{what}" for what in quiet)]
    return {"executable_path": chromium_path(), "args": args}
