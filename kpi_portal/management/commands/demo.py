"""Start everything for a first look: broker, database, example data, worker with beat, web server."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from contracts.domain.errors import DomainError
from kpi_portal.demo import accounts
from kpi_portal.demo.broker import start_broker
from kpi_portal.demo.ground import check_port, forget_all, take_lock
from kpi_portal.demo.processes import POLL_S, Child, ChildGaveUp, Household
from kpi_portal.demo.seeding import NICE, Seeding

WATCH_S = 0.5
WEB_WITHIN_S = 60.0
WORKER = ["-m", "celery", "-A", "kpi_portal", "worker", "-B", "-Q", "ingest,compute,mail", "-c", "2"]
WEB = ["-m", "gunicorn", "kpi_portal.wsgi", "--workers", "2", "--threads", "4", "--no-control-socket"]


class Command(BaseCommand):
    """`make demo`: runs until Ctrl-C, keeps its data in var/."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--reset forgets the data of earlier starts."""
        parser.add_argument("--reset", action="store_true", help="forget the data of earlier starts")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *_: Any, reset: bool, port: int, **__: Any) -> None:
        """Prepare, start, watch; whatever happens, every process is stopped."""
        if settings.ENV == "prod":
            raise CommandError("ENV=prod: the demo makes users with known passwords and is not for production.")
        try:
            check_port(port)
            lock = take_lock(settings.VAR_DIR)
            if reset:
                forget_all(settings.VAR_DIR, settings.DATABASES["default"], settings.CONTACT_STORE)
                self.say("Data of earlier starts forgotten")
        except DomainError as error:
            raise CommandError(error.message()) from error
        listen()
        environment = {**os.environ, "ENV": settings.ENV, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        household = Household(environment, settings.BASE_DIR)
        try:
            self.watch(household, self.start_all(household, port))
        except KeyboardInterrupt:
            self.say("\nStopping")
        except ChildGaveUp as error:
            raise CommandError(str(error)) from error
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            household.stop()
            lock.close()
        self.say("Stopped. The data are kept in var/; `make demo-reset` starts anew.")

    def start_all(self, household: Household, port: int) -> Seeding:
        """Broker, example files, database, worker, web; the address comes last, when there is something to see."""
        logs = settings.VAR_DIR / "log"
        self.say(start_broker(household, settings.VAR_DIR))
        seeding = Seeding.started(household, logs)
        self.say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        self.say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["VENDOR.md"])
        connections.close_all()
        self.say("Starting worker and web server")
        household.start(Child("worker", [sys.executable, *WORKER], logs / "worker.log", grace_s=8, nice=NICE))
        web = [sys.executable, *WEB, "--bind", f"127.0.0.1:{port}"]
        household.start(Child("web", web, logs / "web.log", grace_s=5))
        self.wait_for_web(household, port)
        while not (seeding.is_ready or seeding.is_over):
            self.look_after(household, seeding)
        self.say(accounts.welcome(port))
        return seeding

    def wait_for_web(self, household: Household, port: int) -> None:
        """Until the first answer; a process that fails is reported with its own words."""
        deadline = time.monotonic() + WEB_WITHIN_S
        while time.monotonic() < deadline:
            household.revive()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(POLL_S)
        raise CommandError(f"The web server does not answer; see {settings.VAR_DIR / 'log' / 'web.log'}")

    def watch(self, household: Household, seeding: Seeding) -> None:
        """Forever: start anew what dies, tell how the history comes in."""
        while True:
            self.look_after(household, seeding)

    def look_after(self, household: Household, seeding: Seeding) -> None:
        """One look at everything, and a pause."""
        for name in household.revive():
            self.say(f"{name} had ended and was started again; see {settings.VAR_DIR / 'log'}")
        for line in seeding.new_lines():
            self.say(f"  {line}")
        time.sleep(WATCH_S)

    def say(self, text: str) -> None:
        """One line on the screen, at once."""
        self.stdout.write(text)
        self.stdout.flush()


def listen() -> None:
    """Ctrl-C works also where a shell started the demo in the background with SIGINT switched off."""
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, interrupt)


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM and a closed terminal end the demo as Ctrl-C does."""
    raise KeyboardInterrupt
