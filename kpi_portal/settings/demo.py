"""How much the demo shows: the whole model buyer unless told otherwise. Only a first start (or a reset) asks."""

from __future__ import annotations

from kpi_portal.env import env_int

# Contacts a year of the model buyer; its other contracts are a share of them.
DEMO_CONTACTS = env_int("DEMO_CONTACTS", 1_000_000, low=1_000, high=20_000_000)
# Full months before the running one.
DEMO_MONTHS = env_int("DEMO_MONTHS", 24, low=2, high=60)
# How many of the last days come as files of their own, as a vendor sends them.
DEMO_DAILY_DAYS = env_int("DEMO_DAILY_DAYS", 31, low=0, high=366)
