"""The monthly review as somebody reads it."""

from __future__ import annotations

import re

from contracts.models import User
from tests.callers import person

ROOT = "/contracts/nordlys-fjord/review/"


def text_of(user: User, address: str = f"{ROOT}2026-10/", language: str = "en") -> str:
    response = person(user).get(address, headers={"accept-language": language})
    assert response.status_code == 200, response.content[:200]
    return response.content.decode()


def plain(page: str) -> str:
    """The words of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")
