"""Every address that the portal answers, as its resolver knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def routes() -> tuple[str, ...]:
    """Patterns as they are written in the URLconf, joined: api/v1/contracts/<slug:key>/."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here


def address(route: str, values: Mapping[str, str]) -> str:
    """A route with its places filled in: <slug:key> becomes the value of key."""
    return "/" + re.sub(r"<\w+:(\w+)>", lambda place: values[place[1]], route)
