"""Deliveries: how long a worker may be silent, how often a file is tried, how much memory a merge may take."""

from __future__ import annotations

from kpi_portal.env import env_int

# A file that comes by command may be larger than one that comes by page or API (UPLOAD_MAX_MB).
COMMAND_MAX_BYTES = env_int("COMMAND_MAX_MB", 10_000, low=1) * 1_000_000
# A worker that has given no sign of life for so long has lost its delivery; it gives one six times as often.
DELIVERY_LEASE_S = env_int("DELIVERY_LEASE_S", 120, low=2)
# A file that ended the work so often is given up: it would end it for ever.
DELIVERY_ATTEMPTS = env_int("DELIVERY_ATTEMPTS", 3, low=1)
# How often the sweep looks, and how long a delivery waits before its bell is rung again.
SWEEP_EVERY_S = env_int("SWEEP_EVERY_S", 60, low=1)
# While more deliveries of a contract wait, its months are counted at the latest so long after they changed.
FIGURES_PUT_OFF_S = env_int("FIGURES_PUT_OFF_S", 60, low=0)
# DuckDB in a worker: what does not fit goes to disk.
STORE_MEMORY_MB = env_int("STORE_MEMORY_MB", 400, low=64)
STORE_THREADS = env_int("STORE_THREADS", 2, low=1, high=256)
# Files and figures that nobody points at stay so long, because a reader may still have them open.
GARBAGE_GRACE_HOURS = env_int("GARBAGE_GRACE_HOURS", 6, low=1)
# A month past its cut-off becomes final when nothing of it has come for so long.
CLOSE_SETTLE_HOURS = env_int("CLOSE_SETTLE_HOURS", 24)
