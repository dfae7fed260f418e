"""What the running portal is set to: each line here guards a promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from kpi_portal.settings import celery

ROOT = Path(__file__).resolve().parent.parent.parent
LONG = "k" * 20 + "9" * 40


def said_by(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python with the real settings and exactly this environment."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "kpi_portal.settings.base", "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_server_without_a_secret_does_not_start(tmp_path: Path) -> None:
    done = said_by("import kpi_portal.wsgi", VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr


@pytest.mark.parametrize(("name", "value"), [("ALLOWED_HOSTS", "*"), ("ALLOWED_HOSTS", "a.example,.*"), ("DEBUG", "1")])
def test_production_that_is_open_to_all_does_not_start(tmp_path: Path, name: str, value: str) -> None:
    done = said_by("import kpi_portal.wsgi", VAR_DIR=str(tmp_path), SECRET_KEY=LONG, **{name: value})
    assert done.returncode == 1
    assert name in done.stderr


def test_production_speaks_https_with_host_bound_cookies(tmp_path: Path) -> None:
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS DEBUG"
    code = f"from django.conf import settings as s; print(*[getattr(s, n) for n in {names.split()!r}])"
    done = said_by(code, VAR_DIR=str(tmp_path), SECRET_KEY=LONG)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "31536000", "False"], done.stderr


def test_the_demo_speaks_http_to_this_machine_only(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS)"
    done = said_by(code, VAR_DIR=str(tmp_path), ENV="demo")
    assert done.stdout.strip() == "False ['localhost', '127.0.0.1', '[::1]']", done.stderr


def test_no_script_or_style_may_stand_in_the_page() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == ["'self'"]
    assert "unsafe" not in repr(directives)


def test_a_silent_worker_loses_its_task_before_the_broker_gives_it_away_again() -> None:
    assert celery.CELERY_TASK_SOFT_TIME_LIMIT < celery.CELERY_TASK_TIME_LIMIT < celery.CELERY_VISIBILITY_TIMEOUT
    assert celery.CELERY_TASK_ACKS_LATE
    assert celery.CELERY_TASK_REJECT_ON_WORKER_LOST
    assert celery.CELERY_WORKER_PREFETCH_MULTIPLIER == 1


def test_only_json_travels_through_the_broker() -> None:
    assert celery.CELERY_ACCEPT_CONTENT == ["json"]
    assert celery.CELERY_TASK_SERIALIZER == "json"


def test_a_ring_that_nobody_hears_costs_less_than_a_second() -> None:
    policy = celery.CELERY_TASK_PUBLISH_RETRY_POLICY
    assert policy["max_retries"] * policy["interval_max"] < 1


def test_the_sweep_runs_by_itself() -> None:
    assert "metrics.tasks.sweep_task" in {entry["task"] for entry in celery.CELERY_BEAT_SCHEDULE.values()}
