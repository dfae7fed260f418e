"""A KPI over 13 months (up to 24) against its target band. Plain data in, plain Plotly figure out.

What was measured is a line with dots; the intervals behind it are pale bars; the band is an area with two edges that
steps where the target changed. Months without data are gaps. Incidents are named in violet at their month.
"""

from __future__ import annotations

from collections.abc import Sequence

from metrics.charts import theme
from metrics.charts.band_steps import BandStep as BandStep  # what a trend is given, by one name of a room
from metrics.charts.band_steps import Stretch, band_shapes, stretches_of
from metrics.charts.months_axis import month_labels, sparing, year_labels
from metrics.charts.theme import Drawing, Scale
from metrics.charts.trend_above import marks_of, notes_of
from metrics.charts.trend_beside import left_labels, right_labels, room_for
from metrics.charts.trend_points import NARROW, WIDE, Size
from metrics.charts.trend_points import Earlier as Earlier
from metrics.charts.trend_points import Mark as Mark
from metrics.charts.trend_points import TrendPoint as TrendPoint
from metrics.charts.trend_traces import traces_of

_AIR = 0.14  # of the span, left free above and below the data
_TOP, _BOTTOM = 38, 40  # px: notes and incidents above, months and years below
_LEFT_LEAST, _RIGHT_LEAST = 12, 20


def kpi_trend_figure(
    points: Sequence[TrendPoint],
    band: Sequence[BandStep] = (),
    marks: Sequence[Mark] = (),
    earlier: Earlier | None = None,
) -> dict[str, Drawing]:
    """Both drawings; of more than three months with incidents the newest three are marked (the table has all)."""
    return {
        "wide": _drawing(points, band, marks, earlier, WIDE),
        "narrow": _drawing(points, band, marks, earlier, NARROW),
    }


def _drawing(
    points: Sequence[TrendPoint], band: Sequence[BandStep], marks: Sequence[Mark], earlier: Earlier | None, size: Size
) -> Drawing:
    months = [point.month for point in points]
    stretches = stretches_of(band, months)
    scale = _scale(points, stretches, earlier, size)
    left = left_labels(points, stretches, scale)
    right = right_labels(points, stretches, earlier, scale)
    shapes = [shape for stretch in stretches for shape in band_shapes(stretch, scale)]
    notes, lines = notes_of(stretches, len(points), scale, size)
    mark_labels, mark_lines = marks_of(points, marks, scale, size)
    every = sparing(len(points), size.width, least=2 if size.is_narrow else 1)
    layout = {
        "height": size.height,
        "margin": {"l": room_for(left, _LEFT_LEAST), "r": room_for(right, _RIGHT_LEAST), "t": _TOP, "b": _BOTTOM},
        "xaxis": theme.hidden_axis(-0.5, len(points) - 0.5, showline=True),
        "yaxis": theme.hidden_axis(scale.low, scale.high),
        "shapes": shapes + lines + mark_lines,
        "annotations": [
            *left,
            *right,
            *notes,
            *mark_labels,
            *month_labels([point.label for point in points], every),
            *year_labels(months),
        ],
        "hovermode": "closest",
    }
    return {"data": traces_of(points, marks, earlier, size), "layout": layout}


def _scale(points: Sequence[TrendPoint], stretches: Sequence[Stretch], earlier: Earlier | None, size: Size) -> Scale:
    """From the lowest to the highest of values, edges and the intervals of all months with enough behind them."""
    shown = [value for stretch in stretches for value, _ in stretch.step.edges]
    for point in points:
        if point.value is not None:
            ends = () if point.is_thin else (point.low, point.high)
            shown += [value for value in (point.value, *ends) if value is not None]
    shown += [value for value in (earlier.values if earlier else ()) if value is not None]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    span = (high - low) or abs(high) * _AIR or 1.0
    return Scale(low - _AIR * span, high + _AIR * span, size.height - _TOP - _BOTTOM)
