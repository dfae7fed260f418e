"""The balance score over the months as a small line, drawn by the server: it needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from contracts.domain.months import Month
from contracts.presentation import numbers
from metrics.presentation import words

WIDTH, HEIGHT = 1000, 48
_AIR = 6
_BEST = Decimal(100)
_USUAL_LOW = Decimal(60)  # the axis begins here, at 0 when a score is lower


@dataclass(frozen=True, slots=True)
class Spark:
    """The line in pieces (a month without score is a gap), the zone "in balance" behind it, and the last dot.

    Places across are thousandths of the width, upright ones pixels.
    """

    lines: tuple[str, ...]
    dots: tuple[tuple[int, str], ...]  # months that stand alone, and the last one
    zone_y: str
    zone_height: str
    sentence: str
    first: str
    last: str


def score_spark(scores: Sequence[tuple[Month, str | None]], in_balance: Decimal = Decimal(95)) -> Spark | None:
    """The line of these months, the oldest first; None with fewer than two scores."""
    known = [(month, value) for month, text in scores if (value := numbers.as_decimal(text)) is not None]
    if len(known) < 2:
        return None
    low = _USUAL_LOW if min(value for _, value in known) >= _USUAL_LOW else Decimal(0)
    pieces = _pieces([(number, numbers.as_decimal(text)) for number, (_, text) in enumerate(scores)])
    places = [[(_x(number, len(scores)), _y(value, low)) for number, value in piece] for piece in pieces]
    alone = [piece[0] for piece in places if len(piece) == 1]
    top, edge = _y(_BEST, low), _y(in_balance, low)
    return Spark(
        lines=tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in places if len(piece) > 1),
        dots=(*alone, places[-1][-1]),
        zone_y=top,
        zone_height=f"{Decimal(edge) - Decimal(top):.1f}",
        sentence=_sentence(known),
        first=words.month_name(scores[0][0], short=True),
        last=words.month_name(scores[-1][0], short=True),
    )


def _pieces(values: Sequence[tuple[int, Decimal | None]]) -> list[list[tuple[int, Decimal]]]:
    """Runs of months that have a score."""
    pieces: list[list[tuple[int, Decimal]]] = [[]]
    for number, value in values:
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((number, value))
    return [piece for piece in pieces if piece]


def _x(number: int, count: int) -> int:
    return round(number * WIDTH / (count - 1))


def _y(value: Decimal, low: Decimal) -> str:
    return f"{_AIR + (_BEST - value) / (_BEST - low) * (HEIGHT - 2 * _AIR):.1f}"


def _sentence(known: Sequence[tuple[Month, Decimal]]) -> str:
    """The line in words: from, to, lowest and highest."""
    (lowest, low), (highest, high) = min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])
    values = {
        "first": words.month_name(known[0][0]),
        "last": words.month_name(known[-1][0]),
        "low": numbers.number(low, 1),
        "lowest": words.month_name(lowest),
        "high": numbers.number(high, 1),
        "highest": words.month_name(highest),
    }
    text = gettext("Score from %(first)s to %(last)s: lowest %(low)s in %(lowest)s, highest %(high)s in %(highest)s.")
    return text % values
