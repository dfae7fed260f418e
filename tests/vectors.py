"""The worked numbers of the mathematics as test cases: tests/data/vectors, one file per topic.

A text is exact, a number is compared with the case's tolerance, null is no data.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

VECTORS = Path(__file__).resolve().parent / "data" / "vectors"


def cases(topic: str, *ids: str) -> list[Any]:
    """The cases of a topic as pytest parameters; all of them, or those named."""
    found = json.loads((VECTORS / f"{topic}.json").read_text(encoding="utf-8"), parse_float=Decimal)["cases"]
    chosen = [case for case in found if not ids or case["id"] in ids]
    assert chosen
    assert not ids or len(chosen) == len(ids)
    return [pytest.param(case, id=case["id"]) for case in chosen]


def agrees(found: Decimal | int | None, expected: Decimal | int | str | None, tolerance: Decimal | int) -> bool:
    """Does a number agree with a vector? Null agrees with nothing but None."""
    if found is None or expected is None:
        return found is None and expected is None
    return abs(Decimal(found) - Decimal(expected)) <= Decimal(tolerance)
