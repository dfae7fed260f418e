"""So many calls a minute for each token, person or address (RELIABILITY.md T-37)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

import structlog
from django.conf import settings
from django.core.cache import caches
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    # DRF reads its defaults, this file among them, while it loads its views.
    from rest_framework.views import APIView


log = structlog.get_logger(__name__)
WINDOW_S = 60


class PerMinute(BaseThrottle):
    """Counts calls in a window of a minute that begins with the first call. Subclasses say which calls count."""

    scope: ClassVar[str] = "calls"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """False from the call after the last allowed one until the window ends."""
        if not self.counts(request, view):
            return True
        now = time.time()
        key = f"throttle:{self.scope}:{_who(request, self.get_ident(request))}"
        try:
            made, self.ends_at = _count(key, now)
        except RedisError as error:
            # A silent Redis must not close the portal.
            log.warning("calls are not counted", error=str(error))
            return True
        return made <= settings.CALLS_PER_MINUTE[self.scope]

    def counts(self, request: Request, view: APIView) -> bool:
        """Every call."""
        return True

    def wait(self) -> float:
        """Seconds until the window ends, at least one."""
        return max(1.0, self.ends_at - time.time())


class UploadsPerMinute(PerMinute):
    """Counts deliveries apart from other calls: each makes work for the worker."""

    scope = "uploads"

    def counts(self, request: Request, view: APIView) -> bool:
        """Only writes."""
        return request.method not in {"GET", "HEAD", "OPTIONS"}


def _who(request: Request, address: str) -> str:
    """One count for each token; without one for each person; without either for each address."""
    if (token := getattr(request.user, "token", None)) is not None:
        return f"token:{token.pk}"
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"address:{address.replace(' ', '')[:100]}"


def _count(key: str, now: float) -> tuple[int, float]:
    """How many calls the running window holds with this one, and when it ends."""
    cache: Any = caches["throttle"]
    for _attempt in range(2):
        if cache.add(key, 0, timeout=WINDOW_S):
            cache.set(f"{key}:ends", now + WINDOW_S, timeout=WINDOW_S)
        try:
            return cache.incr(key), cache.get(f"{key}:ends", now + WINDOW_S)
        except ValueError:
            continue  # the window ended between the two lines: begin the next one
    return 1, now + WINDOW_S
