"""Which day it is where a contract is at home."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from contracts.selectors import Contract


def today_at(contract: Contract, now: datetime) -> date:
    """The day that it is in the contract's zone."""
    return now.astimezone(ZoneInfo(contract.time_zone)).date()
