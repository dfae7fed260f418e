"""The one way to stop reading: the whole file is refused and nothing of it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from metrics.ingest.job import Refusal


class Refused(Exception):
    """Raised inside the box; it ends up as the report's refusal."""

    def __init__(self, code: str, lines: Iterable[int] = (), /, **params: Any) -> None:
        self.refusal = Refusal(code, params, tuple(lines))
        super().__init__(code)
