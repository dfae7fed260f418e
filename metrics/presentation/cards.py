"""KPI cards: what the scorecard says of one KPI, in words and places on a strip (LOOK.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.presentation import numbers
from metrics.domain import kpis
from metrics.domain.kpis.base import REASONS
from metrics.presentation import words
from metrics.presentation.strips import BandStrip, band_strip

Entry = Mapping[str, Any]
ENOUGH = 30  # answers for a verdict (MATH.md 3.4)
ENOUGH_FOR_MONEY = 100
ANSWERS: tuple[str, ...] = ("csat", "csat_mean")  # KPIs whose n is answers, not contacts


@dataclass(frozen=True, slots=True)
class Chip:
    """A verdict: word, tone (colour and icon)."""

    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class KpiCard:
    """One KPI as pages show it. Texts are ready to print; `strip` is None without a target."""

    key: str
    title: str
    subtitle: str
    value: str
    has_value: bool
    is_thin: bool  # too few answers: the number is shown without weight
    chip: Chip
    short_chip: Chip  # the same verdict where a row has little room
    reason: str
    result: str
    sample: str
    interval: str
    difference: str
    trend: str
    trend_detail: str
    strip: BandStrip | None
    low_edge: str
    band: str
    high_edge: str
    strip_sentence: str
    points_lost: str


def kpi_card(key: str, entry: Entry, previous_month: str) -> KpiCard:
    """The card of a KPI from its entry in a scorecard; `previous_month` is named beside the difference."""
    unit = entry["unit"]
    value = numbers.as_decimal(entry["value"])
    target = entry["target"]
    return KpiCard(
        key=key,
        title=title_of(key),
        subtitle=gettext(words.SUBTITLES[key]) if key in words.SUBTITLES else "",
        value=numbers.kpi_value(value, unit, more=_digits_more(entry)),
        has_value=value is not None,
        is_thin=entry["verdict"] == "too_few",
        chip=chip_of(entry, key),
        short_chip=short_chip_of(entry, key),
        reason=_reason(key, entry, value),
        result=gettext(words.RESULTS[entry["result"]]) if entry["result"] else "",
        sample=sample_text(key, entry),
        interval=interval_text(entry),
        difference=difference(entry),
        trend=_trend(entry, previous_month),
        trend_detail=_trend_detail(entry),
        strip=None if target is None else _strip(entry, value),
        low_edge="" if target is None else numbers.bound(target["lower"], unit),
        band="" if target is None else band_text(target, unit),
        high_edge="" if target is None else _high_edge(target, unit),
        strip_sentence="" if target is None else _strip_sentence(entry, value),
        points_lost=numbers.number(entry["points_lost"], 1) if entry["points_lost"] else "",
    )


def title_of(key: str) -> str:
    """The name of a KPI on pages."""
    if key in words.SHORT:
        return gettext(words.SHORT[key])
    return gettext(next(kpi.label for kpi in kpis.ALL if kpi.key == key))


def miss_side_of(entry: Entry) -> str | None:
    """below, above or None: where the value stands to its band."""
    value, target = numbers.as_decimal(entry["value"]), entry["target"]
    if value is None or target is None:
        return None
    if value < Decimal(target["band_low"]):
        return "below"
    high = target.get("band_high")
    return "above" if high is not None and value > Decimal(high) else None


def chip_of(entry: Entry, key: str = "") -> Chip:
    """The verdict as word and tone; a miss names its side, too few say how few."""
    verdict = entry["verdict"] or "no_data"
    side = miss_side_of(entry)
    if verdict == "missed" and side is not None:
        return Chip(gettext(words.SIDES[entry["unit"], side]), "missed")
    if verdict == "too_few":
        return Chip(_too_few(key) % {"n": numbers.number(entry["n"]), "needed": ENOUGH}, "few")
    if verdict == "no_data" and entry["value"] is not None:
        return Chip(gettext("No target"), "few")
    return Chip(gettext(words.VERDICTS[verdict]), words.VERDICT_TONES[verdict])


def short_chip_of(entry: Entry, key: str) -> Chip:
    """The verdict for a row of the overview."""
    if entry["verdict"] == "not_distinguishable":
        return Chip(gettext("≈ target"), "unsure")
    return chip_of(entry, key)


def _too_few(key: str) -> str:
    if key in ANSWERS:
        return gettext("Too few answers (%(n)s of %(needed)s)")
    return gettext("Too few contacts (%(n)s of %(needed)s)")


def difference(entry: Entry) -> str:
    """The difference to the month before; empty when one of the two has no value."""
    value, before = numbers.as_decimal(entry["value"]), numbers.as_decimal(entry["previous"])
    return "" if value is None or before is None else numbers.change(value - before, entry["unit"])


def change_between(now: Entry, before: Entry | None) -> str:
    """The difference of two months; empty when one has no value or they were measured in different units."""
    if before is None or before["unit"] != now["unit"]:
        return ""
    value, earlier = numbers.as_decimal(now["value"]), numbers.as_decimal(before["value"])
    return "" if value is None or earlier is None else numbers.change(value - earlier, now["unit"])


def band_text(target: Mapping[str, str], unit: str) -> str:
    """324–378, or "target 80%" when more is always as agreed."""
    low = numbers.bound(target["band_low"], unit)
    if target.get("band_high") is None:
        return gettext("target %(low)s") % {"low": low}
    return f"{low}–{numbers.bound(target['band_high'], unit)}"


def null_reason(entry: Entry) -> str:
    """Why there is no value, in words."""
    reason = entry.get("reason")
    return gettext(REASONS[reason]) if reason in REASONS else gettext("There are no data for this month.")


def _high_edge(target: Mapping[str, str], unit: str) -> str:
    if target.get("upper") is not None:
        return numbers.bound(target["upper"], unit)
    return numbers.percent(1, 0) if unit == "share" else ""


def _gap(entry: Entry, value: Decimal) -> str:
    target = entry["target"]
    edge = target["band_low"] if miss_side_of(entry) == "below" else target["band_high"]
    return numbers.gap(value - Decimal(edge), entry["unit"])


def _reason(key: str, entry: Entry, value: Decimal | None) -> str:
    """One sentence that says why the verdict is what it is."""
    if value is None:
        return null_reason(entry)
    if entry["target"] is None:
        return gettext("No target is agreed.")
    verdict, side = entry["verdict"], miss_side_of(entry)
    if verdict == "too_few":
        return _needed(key) % {"needed": ENOUGH, "money": ENOUGH_FOR_MONEY}
    if side is None:
        return _reason_inside(entry, verdict)
    values = {"gap": _gap(entry, value), "points": numbers.number(entry["points_lost"], 1)}
    if verdict == "not_distinguishable":
        return _unsure_sentence(side) % values
    return _miss_sentence(side) % values


def _needed(key: str) -> str:
    if key in ANSWERS:
        return gettext("%(needed)s answers are needed for a verdict, %(money)s for money.")
    return gettext("%(needed)s contacts are needed for a verdict, %(money)s for money.")


def _reason_inside(entry: Entry, verdict: str) -> str:
    values = {"band": band_text(entry["target"], entry["unit"])}
    if verdict == "not_distinguishable":
        return gettext("As agreed (%(band)s), but the interval reaches past the edge.") % values
    if entry["interval"] is None:
        return gettext("Inside what was agreed (%(band)s).") % values
    return gettext("The whole interval is as agreed (%(band)s).") % values


def _miss_sentence(side: str) -> str:
    if side == "above":
        return gettext("%(gap)s over the band. Costs %(points)s points of the score.")
    return gettext("%(gap)s under the band. Costs %(points)s points of the score.")


def _unsure_sentence(side: str) -> str:
    if side == "above":
        return gettext("%(gap)s over the band, but the interval reaches into it. Costs %(points)s points of the score.")
    return gettext("%(gap)s under the band, but the interval reaches into it. Costs %(points)s points of the score.")


def sample_text(key: str, entry: Entry) -> str:
    """What stands behind the value: answers with response rate, or contacts."""
    n = entry["n"]
    if key in ANSWERS:
        text = ngettext("%(n)s answer", "%(n)s answers", n) % {"n": numbers.number(n)}
        rate = entry.get("response_rate")
        if rate is None:
            return text
        return gettext("%(answers)s, %(rate)s of handled contacts") % {"answers": text, "rate": numbers.percent(rate)}
    return ngettext("%(n)s contact", "%(n)s contacts", n) % {"n": numbers.number(n)}


def interval_text(entry: Entry) -> str:
    if entry["interval"] is None:
        return ""
    low, high = (numbers.kpi_value(edge, entry["unit"]) for edge in entry["interval"])
    return gettext("95%% interval: %(low)s to %(high)s") % {"low": low, "high": high}


def _trend(entry: Entry, previous_month: str) -> str:
    """The difference to the month before, as a heading: +47 s since September 2026."""
    value, before = numbers.as_decimal(entry["value"]), numbers.as_decimal(entry["previous"])
    values = {"month": previous_month, "change": difference(entry)}
    if value is None or before is None:
        return gettext("No figure for %(month)s to compare with") % values
    if value == before:
        return gettext("As in %(month)s") % values
    return gettext("%(change)s since %(month)s") % values


def _trend_detail(entry: Entry) -> str:
    """Both values behind the difference: 353 s → 400 s."""
    if not difference(entry):
        return ""
    before, now = (numbers.kpi_value(entry[name], entry["unit"]) for name in ("previous", "value"))
    return f"{before} → {now}"


def _strip(entry: Entry, value: Decimal | None) -> BandStrip:
    target, interval = entry["target"], entry["interval"]
    high, upper = target.get("band_high"), target.get("upper")
    return band_strip(
        value,
        lower=Decimal(target["lower"]),
        band_low=Decimal(target["band_low"]),
        band_high=None if high is None else Decimal(high),
        upper=None if upper is None else Decimal(upper),
        interval=None if interval is None else (Decimal(interval[0]), Decimal(interval[1])),
        end=Decimal(1) if entry["unit"] == "share" else Decimal(target["band_low"]) * 2,
    )


def _digits_more(entry: Entry) -> int:
    """One digit more when the rounded value would contradict the word: 357.4 s misses 357 s."""
    value, target = numbers.as_decimal(entry["value"]), entry["target"]
    if value is None or target is None or entry["result"] != "missed":
        return 0
    rounded = round(value, 3 if entry["unit"] == "share" else numbers.PLACES.get(entry["unit"], 2))
    high = target.get("band_high")
    return int(Decimal(target["band_low"]) <= rounded and (high is None or rounded <= Decimal(high)))


def _strip_sentence(entry: Entry, value: Decimal | None) -> str:
    """The strip's name for who cannot see it."""
    values = {
        "value": numbers.kpi_value(value, entry["unit"], more=_digits_more(entry)),
        "band": band_text(entry["target"], entry["unit"]),
        "verdict": chip_of(entry).word,
    }
    return gettext("%(value)s; agreed is %(band)s: %(verdict)s") % values
