"""What is held against what, and how large each ratio may be. A guard fails only if every round is above it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.limits import MEMORY_MB
from benchmarks.notes import LONG, SHORT
from benchmarks.rounds import Round

MEMORY_ROOM_MB = 300
DEMO_CPU_S = 120.0
_LARGE = ("contacts", "everything", "quoted_everything")


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the report. `of` raises KeyError where the round has not what it needs; no guard: information."""

    what: str
    of: Callable[[Round], float]
    guard: float | None = None
    is_share: bool = False  # of contacts or bytes, not of time: a short run may be no worse


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ratio over all rounds."""

    ratio: Ratio
    values: tuple[float, ...]
    guard: float | None

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.values)

    @property
    def is_held(self) -> bool:
        """Noise makes a round slow, never fast: the best one counts."""
        return self.guard is None or min(self.values) <= self.guard


def cpu(runs: Round, case: str, *parts: str) -> float:
    """Processor seconds of some parts of a case; of all parts if none is named."""
    spent = runs[case].cpu
    return sum(spent[part] for part in parts or tuple(spent))


def _over(above: str, below: str) -> Callable[[Round], float]:
    """A case against another; in a short run the cost of the first thousand contacts is taken off both."""

    def of(runs: Round) -> float:
        first = {case: cpu(runs, f"few_{case}") for case in (above, below)} if "few_contacts" in runs else {}
        return (cpu(runs, above) - first.get(above, 0.0)) / (cpu(runs, below) - first.get(below, 0.0))

    return of


def _redelivery(runs: Round) -> float:
    if "few_contacts" in runs:
        raise KeyError("a day of one month, of which most cost comes once, says nothing")
    return cpu(runs, "redelivery") / cpu(runs, "contacts")


def _peak(runs: Round) -> float:
    """The largest of those that ran."""
    known = [runs[name].peak_mb for name in _LARGE if name in runs]
    if not known:
        raise KeyError("nothing was taken in")
    return max(known) / (MEMORY_MB + MEMORY_ROOM_MB)


def _wall(runs: Round) -> float:
    return runs["contacts"].wall["ingest"] / runs["text_load"].wall["load"]


def _page(above: str, below: str = "empty") -> Callable[[Round], float]:
    return lambda runs: runs["pages"].cpu[above] / runs["pages"].cpu[below]


def _page_wall(above: str, below: str = "empty") -> Callable[[Round], float]:
    return lambda runs: runs["pages"].wall[above] / runs["pages"].wall[below]


def _error(name: str) -> Callable[[Round], float]:
    return lambda runs: float(runs["percentiles"].facts[name])


ALL: tuple[Ratio, ...] = (
    Ratio("Contacts, file to figures / DuckDB text load", _over("contacts", "text_load"), 2.75),
    Ratio("Contacts, surveys, sales / DuckDB text load", _over("everything", "text_load"), 3.5),
    Ratio(
        "The same, every cell quoted / text load of the quoted file",
        _over("quoted_everything", "quoted_text_load"),
        4.5,
    ),
    Ratio("Contacts / peer with pandas", _over("contacts", "peer_frames"), 0.40),
    Ratio("Contacts / peer row by row", _over("contacts", "peer_rows"), 0.22),
    Ratio(
        f"Peak memory / {MEMORY_MB} MB limit + {MEMORY_ROOM_MB} MB",
        _peak,
        1.0,
        is_share=True,
    ),
    Ratio(
        "Stored bytes / CSV bytes",
        lambda runs: runs["contacts"].facts["stored_bytes"] / runs["read"].facts["bytes"],
        0.25,
        is_share=True,
    ),
    Ratio(
        "One corrected day / the year's contacts",
        _redelivery,
        0.10,
    ),
    Ratio(
        "SQL of a review / its KPIs from contacts",
        lambda r: cpu(r, "queries", "page_sql") / cpu(r, "queries", "facts"),
        0.03,
    ),
    Ratio(
        "SQL of a review, ten times the contacts",
        lambda r: cpu(r, "queries", "page_sql") / cpu(r, "tenth_queries", "page_sql"),
        2.0,
    ),
    Ratio("Error of the median from bins", _error("p50"), 0.01, is_share=True),
    Ratio("Error of the 90th percentile from bins", _error("p90"), 0.01, is_share=True),
    Ratio("Scorecard by API / empty page", _page("api"), 5.0),
    Ratio("Review / empty page", _page(f"review {LONG}"), 10.0),
    Ratio("Review of a contract with 24 months / with 13", _page(f"review {LONG}", f"review {SHORT}"), 1.2),
    Ratio("Review with lines of 24 months / of 13", _page("review with 24 lines", f"review {LONG}"), 1.2),
    Ratio(
        "Ten times the contacts / the contacts",
        lambda r: cpu(r, "tenfold_contacts") / cpu(r, "contacts"),
        12.5,
    ),
    Ratio(f"Two years of the demo / {DEMO_CPU_S:.0f} CPU seconds", lambda runs: cpu(runs, "demo") / DEMO_CPU_S, 1.0),
    Ratio("Wall clock, contacts / text load", _wall),
    Ratio("Contacts / reading the file", _over("contacts", "read")),
    Ratio("Contacts / SHA-256 of the file", _over("contacts", "sha256")),
    Ratio(
        "Text load / the same with columns named", lambda runs: cpu(runs, "text_load") / cpu(runs, "text_load_named")
    ),
    Ratio("Status page / empty page", _page("status")),
    Ratio("Wall clock, review / empty page", _page_wall(f"review {LONG}")),
    Ratio("Wall clock, API / empty page", _page_wall("api")),
)


def judge(rounds: Sequence[Round], *, slack: float) -> list[Verdict]:
    """Every ratio that at least one round can give. `slack` widens the guards of time."""
    found: list[Verdict] = []
    for ratio in ALL:
        values = tuple(value for runs in rounds if (value := _value(ratio, runs)) is not None)
        if values:
            guard = ratio.guard if ratio.guard is None or ratio.is_share else ratio.guard * slack
            found.append(Verdict(ratio, values, guard))
    return found


def _value(ratio: Ratio, runs: Round) -> float | None:
    try:
        return ratio.of(runs)
    except KeyError:
        return None
