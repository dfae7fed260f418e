"""The table of a run: for the screen, and as Markdown for the README."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.guards import Verdict

HEADS = ("what / what", "median", "min – max", "guard", "")


def lines(verdicts: Sequence[Verdict]) -> list[tuple[str, ...]]:
    """A row for each ratio."""
    return [
        (
            verdict.ratio.what,
            number(verdict.middle),
            f"{number(min(verdict.values))} – {number(max(verdict.values))}",
            "" if verdict.guard is None else f"≤ {number(verdict.guard)}",
            "" if verdict.guard is None else "ok" if verdict.is_held else "NOT HELD",
        )
        for verdict in verdicts
    ]


def number(value: float) -> str:
    """Three figures: 2.49, 0.0103, 35.1."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:#.3g}"


def screen(verdicts: Sequence[Verdict]) -> str:
    """Columns under each other."""
    rows = [HEADS, *lines(verdicts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 4) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def markdown(verdicts: Sequence[Verdict]) -> str:
    """A table for a document."""
    rows = ["| " + " | ".join(HEADS) + " |", "|---|---:|---:|---:|---|"]
    return "\n".join([*rows, *("| " + " | ".join(row) + " |" for row in lines(verdicts))])
