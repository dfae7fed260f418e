"""How a figure is written for people, in English and Norwegian (no-break spaces, true minus). Rounding happens here.

A value may come as Decimal, as the decimal text of a document, or as None, which is written as a dash.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext

DASH = "–"
MINUS = "−"
NBSP = "\u00a0"
Figure = Decimal | str | int | None

# Places shown on pages for a KPI's unit; a share is shown in percent.
PLACES: dict[str, int] = {"s": 0, "share": 1, "count": 0, "score": 2}


def _is_norwegian() -> bool:
    return (get_language() or "en").startswith("nb")


def as_decimal(value: Figure) -> Decimal | None:
    """The figure as Decimal; None stays None."""
    return None if value is None or value == "" else Decimal(value)


def number(value: Figure, places: int = 0, *, signed: bool = False) -> str:
    """A number with separators of the language: 96,000.5 or 96 000,5; −13.9; None is a dash."""
    exact = as_decimal(value)
    if exact is None:
        return DASH
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    if _is_norwegian():
        text = text.replace(",", NBSP).replace(".", ",")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def percent(value: Figure, places: int = 1, *, signed: bool = False) -> str:
    """A share in percent: 79.0% or 79,0 %."""
    exact = as_decimal(value)
    if exact is None:
        return DASH
    sign = NBSP + "%" if _is_norwegian() else "%"
    return number(exact * 100, places, signed=signed) + sign


def seconds(value: Figure, places: int = 0) -> str:
    """Seconds with their unit: 371 s."""
    return DASH if as_decimal(value) is None else number(value, places) + NBSP + "s"


def money(value: Figure, currency: str, places: int = 2) -> str:
    """An amount: NOK 4,480,517.85 or 4 480 517,85 kr."""
    if as_decimal(value) is None:
        return DASH
    amount = number(value, places)
    if not _is_norwegian():
        return currency + NBSP + amount
    return amount + NBSP + ("kr" if currency == "NOK" else currency)


def kpi_value(value: Figure, unit: str, *, more: int = 0) -> str:
    """A KPI's value with its unit; `more` digits than usual where a decision hangs on them."""
    places = PLACES.get(unit, 2) + more
    if unit == "share":
        return percent(value, places)
    return seconds(value, places) if unit == "s" else number(value, places)


def bound(value: Figure, unit: str) -> str:
    """An edge of a target as it was agreed: 0.057 is 5.7%, 0.80 is 80%, 324 is 324."""
    exact = as_decimal(value)
    if exact is None:
        return DASH
    scaled = (exact * 100 if unit == "share" else exact).normalize()
    exponent = scaled.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return percent(exact, places) if unit == "share" else number(exact, places)


def change(value: Figure, unit: str) -> str:
    """A difference of two values of a KPI: +12 s, −1.0 points for shares."""
    exact = as_decimal(value)
    if exact is None:
        return DASH
    if unit == "share":
        return gettext("%(number)s points") % {"number": number(exact * 100, 1, signed=True)}
    text = number(exact, PLACES.get(unit, 2), signed=True)
    return text + NBSP + "s" if unit == "s" else text


def gap(value: Figure, unit: str) -> str:
    """The size of a distance, without sign: 24 s, 1.0 points."""
    exact = as_decimal(value)
    return DASH if exact is None else change(abs(exact), unit).removeprefix("+")
