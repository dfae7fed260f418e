"""The peer with pandas: whole columns at once; parts as Parquet, daily figures in SQLite.

pandas writes Parquet through pyarrow only, which the product does not need; here DuckDB writes the frame.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clock import Clock
from benchmarks.limits import contacts_file, session
from benchmarks.measure import Task
from benchmarks.peer import (
    CHANNELS,
    COUNTS,
    DAILY,
    DIMENSIONS,
    DIRECTIONS,
    DURATIONS,
    FORMAT,
    INSTANTS,
    LONGEST_S,
    MISROUTE_S,
    OUTCOMES,
    SERVICE_LEVEL_S,
    SHORT_ABANDON_S,
    START,
    YES_NO,
    ZONE,
)

if TYPE_CHECKING:
    import pandas as pd

_FEW = (*DIMENSIONS, "agent", "team", "outcome", "transferred", "resolved", "offered")  # columns of few values
_WORDS = {"channel": CHANNELS, "direction": DIRECTIONS, "outcome": OUTCOMES, "transferred": YES_NO, "resolved": YES_NO}


def peer_frames(task: Task, clock: Clock) -> dict[str, Any]:
    """Read, validate, keep the newest, roll up, write."""
    import pandas as pd

    with clock.part("ingest"):
        frame = pd.read_csv(contacts_file(task.data), sep=";", dtype=_types(), keep_default_na=False)
        lines = len(frame)
        frame = _valid(frame)
        rejected = lines - len(frame)
        frame = frame.sort_values("updated", kind="stable").drop_duplicates("contact_id", keep="last")
        daily = _daily(_counted(frame))
        _write_parts(frame, task.folder)
        _write_daily(daily, task.folder)
    return {"totals": {name: int(daily[name].sum()) for name in COUNTS}, "rejected": {"contacts": rejected}}


def _types() -> Any:
    """Text by default; a category where a column has few values."""
    import pandas as pd

    return defaultdict(lambda: str, dict.fromkeys(_FEW, pd.CategoricalDtype()))


def _valid(frame: pd.DataFrame) -> pd.DataFrame:
    """Typed columns of the rows that can be used."""
    import pandas as pd

    good = frame["contact_id"] != ""
    for name, words in _WORDS.items():
        good &= frame[name].isin([*words, ""] if name in ("transferred", "resolved") else words)
    for name in INSTANTS:
        is_blank = frame[name] == ""
        frame[name] = pd.to_datetime(frame[name], format=FORMAT, errors="coerce", utc=True)
        good &= frame[name].notna() | is_blank
    good &= frame["started"].notna() & ~(frame["ended"] < frame["started"])
    for name in DURATIONS:
        is_blank = frame[name] == ""
        frame[name] = pd.to_numeric(frame[name], errors="coerce")
        good &= is_blank | frame[name].between(0, LONGEST_S)
    frame["day"] = frame["started"].dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()
    good &= frame["day"] >= pd.Timestamp(START)
    return frame[good]


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts of each row. Of a transferred contact the first leg carries the seconds of all."""
    answered, inbound = frame["outcome"] == "answered", frame["direction"] == "in"
    first, counted = frame["root_id"] == "", ~frame["outcome"].isin(["test", "internal"])
    effort = frame[["talk_s", "hold_s", "wrap_s"]].sum(axis=1).where(answered, 0)
    later = effort[~first].groupby(frame.loc[~first, "root_id"]).sum()
    unit = effort + frame["contact_id"].map(later).fillna(0)
    handled, asked = answered & first, answered & first & inbound
    lost, short = (frame["outcome"] == "abandoned") & inbound, frame["wait_s"] < SHORT_ABANDON_S
    return frame[["day", *DIMENSIONS]].assign(
        contacts=counted & first,
        legs=counted,
        handled=handled,
        handle_seconds=unit.where(handled, 0),
        handle_seconds_squared=(unit * unit).where(handled, 0),
        talk_seconds=frame["talk_s"].where(answered, 0),
        hold_seconds=frame["hold_s"].where(answered, 0),
        wrap_seconds=frame["wrap_s"].where(answered, 0),
        billable=asked & (unit >= MISROUTE_S),
        offered_in=counted & first & inbound,
        answered_in=asked,
        wait_seconds=frame["wait_s"].where(asked, 0),
        in_service_level=asked & (frame["wait_s"] <= SERVICE_LEVEL_S),
        abandoned=lost & ~short,
        short_abandoned=lost & short,
        transferred=answered & (frame["transferred"] == "yes"),
        resolved=answered & (frame["resolved"] == "yes"),
    )


def _daily(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby(["day", *DIMENSIONS], observed=True, sort=False)[list(COUNTS)].sum().reset_index()


def _write_parts(frame: pd.DataFrame, folder: Path) -> None:
    """A file for each month, by day and agent."""
    with session(folder) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for month, rows in frame.groupby(frame["day"].dt.to_period("M"), observed=True):
            connection.register("rows", rows)
            connection.execute(
                f"COPY (SELECT * FROM rows ORDER BY day, agent) TO '{folder / str(month)}.parquet'"
                " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
            )


def _write_daily(daily: pd.DataFrame, folder: Path) -> None:
    marks = ", ".join("?" * (1 + len(DIMENSIONS) + len(COUNTS)))
    days = daily.assign(day=daily["day"].dt.strftime("%Y-%m-%d"))
    rows = days.astype(dict.fromkeys(COUNTS, int)).astype(object).to_numpy().tolist()
    with sqlite3.connect(folder / "peer.sqlite3") as book:
        book.execute(DAILY)
        book.executemany(f"INSERT INTO daily VALUES ({marks})", rows)
