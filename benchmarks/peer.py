"""What both peers share: the rules of the file and of the contract, and the counts that must come out equal.

A peer does what a capable programmer would write in a day for this one source: validate each row, keep the newest row
of a contact, join the legs of a transfer, roll up by day, store both. It does less than the product: no pseudonyms, no
look for personal data, no reason kept beside a rejected row, nothing that is read again when a file comes twice.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

ZONE = "Europe/Oslo"
CLOCK = ZoneInfo(ZONE)
FORMAT = "%Y-%m-%dT%H:%M:%SZ"
START = date(2025, 1, 1)
CHANNELS = ("phone", "chat", "email")
DIRECTIONS = ("in", "out")
OUTCOMES = ("answered", "abandoned", "overflow", "test", "internal")
YES_NO = ("yes", "no")
DURATIONS = ("wait_s", "talk_s", "hold_s", "wrap_s")
INSTANTS = ("started", "answered", "ended", "updated")
LONGEST_S = 4 * 3_600
SHORT_ABANDON_S, MISROUTE_S, SERVICE_LEVEL_S = 5, 10, 30
DIMENSIONS = ("channel", "direction", "queue", "topic", "brand", "language", "hours", "site")
COUNTS = (
    "contacts", "legs", "handled", "handle_seconds", "handle_seconds_squared", "talk_seconds", "hold_seconds",
    "wrap_seconds", "billable", "offered_in", "answered_in", "wait_seconds", "in_service_level", "abandoned",
    "short_abandoned", "transferred", "resolved",
)  # fmt: skip
DAILY = f"CREATE TABLE daily (day TEXT, {', '.join(DIMENSIONS)}, {', '.join(f'{name} INTEGER' for name in COUNTS)})"
