"""Answers that a caller need not fetch again: ETag, and 304 when the caller already has what it would get."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from metrics.domain.scorecard import tag_of

# The caller may keep it, nobody between may, and it asks each time whether it still holds.
CACHING = "private, no-cache"


def answer_if_changed(
    request: Request, *, known_tag: Callable[[], str | None], document: Callable[[], dict[str, Any]]
) -> Response:
    """The document with its tag. `known_tag` tells the tag without the document where it can.

    Only to be called once the caller has proved its right to the document: a tag says that there is one.
    """
    if "If-None-Match" in request.headers and (tag := known_tag()) is not None and _has(request, tag):
        return _tagged(Response(status=304), tag)
    body = document()
    tag = tag_of(body)
    return _tagged(Response(status=304) if _has(request, tag) else Response(body), tag)


def _has(request: Request, tag: str) -> bool:
    """Compared weakly, as RFC 9110 says: a proxy that compresses makes the tag weak."""
    sent = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in sent or f'"{tag}"' in {each.removeprefix("W/") for each in sent}


def _tagged(response: Response, tag: str) -> Response:
    response["ETag"] = f'"{tag}"'
    response["Cache-Control"] = CACHING
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response
