"""The web server of the benchmark: the product, with what each answer took in its head.

`gunicorn benchmarks.site` with DJANGO_SETTINGS_MODULE=benchmarks.site_settings.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.site_settings")

from kpi_portal.wsgi import application as portal

CPU_HEADER = "X-Benchmark-Cpu"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Processor seconds from the request to the last byte of the answer, in a header."""
    begun = time.process_time()
    heads: list[tuple[Any, ...]] = []

    def keep(*head: Any) -> Callable[[bytes], object]:
        heads.append(head)
        return lambda _: None

    answer = portal(environ, keep)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    status, headers, *rest = heads[-1]
    start_response(status, [*headers, (CPU_HEADER, f"{time.process_time() - begun:.9f}")], *rest)
    return [body]
