"""Read settings from the environment: raise on nonsense, never guess."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KNOWN_SECRETS = frozenset({"changeme", "change-me", "secret", "secret_key", "insecure", "password", "development"})
SHORTEST_SECRET = 32
LONGEST_SOCKET_PATH = 100
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; "
        # Without it REPLACE removes rows unseen by the triggers that keep them (contracts/domain/immutable_rows.py).
        "PRAGMA recursive_triggers=ON;"
    ),
}


def env_str(name: str, default: str = "") -> str:
    """The value of `name`; an empty value counts as not set, as in compose files."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off, an error for anything else."""
    text = env_str(name).lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")


def env_int(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    """A whole number within low..high."""
    text = env_str(name)
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values divided by commas."""
    return [part.strip() for part in env_str(name).split(",") if part.strip()] or list(default)


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the named choices."""
    value = env_str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def env_secret(name: str, *, generated_in: Path | None) -> str:
    """A secret from the environment; without one it is drawn and kept in `generated_in`, or the start is refused."""
    value = env_str(name)
    if generated_in is not None:
        return value or _kept_secret(generated_in)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set a long random value, or ENV=demo for a first look.")
    if value.lower() in KNOWN_SECRETS or value.startswith("django-insecure-") or len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{name} is a known default or shorter than {SHORTEST_SECRET} signs.")
    return value


def refuse_unsafe(*, hosts: list[str], debug: bool) -> None:
    """Stop the start of a production server that answers to any host, or that was asked to show its insides."""
    if any(host.strip(".") in {"*", ""} for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * lets anybody speak in the portal's name.")
    if debug:
        raise ImproperlyConfigured("DEBUG is not for production: error pages would show data. Unset it.")


def _kept_secret(path: Path) -> str:
    """Draw a secret once; of several processes that start together, the first one's stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text(encoding="ascii").strip()


def database_from_url(url: str, *, pooled: bool) -> dict[str, Any]:
    """Django's settings for sqlite:///relative.db, sqlite:////absolute.db or postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")))
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        if pooled:
            options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(f"DATABASE_URL must begin with sqlite:// or postgresql://, not {parts.scheme!r}.")


def _sqlite(name: str) -> dict[str, Any]:
    """SQLite that bears a web server and a worker writing at once."""
    if name not in {":memory:", ""}:
        Path(name).absolute().parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name or ":memory:",
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def socket_path(folder: Path) -> Path:
    """Where the bundled broker listens; the system refuses long socket paths, so a deep folder gets a short name."""
    near = folder / "broker.sock"
    if len(str(near)) <= LONGEST_SOCKET_PATH:
        return near
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kpi-portal-{os.getuid()}-{mark}" / "broker.sock"
