"""What a figure's template does too slowly: a thousand cells of tables, and the data of the drawings."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from metrics.presentation.figure_box import Cell, FigureBox

register = template.Library()


@register.simple_tag
def figure_rows(figure: FigureBox) -> SafeString:
    """All rows below the heading; the first cell names its row, the others carry their column's name for phones."""
    return _rows(figure, figure.rows)


@register.simple_tag
def figure_total(figure: FigureBox) -> SafeString:
    """The row below the rule."""
    return _rows(figure, (figure.total,))


@register.simple_tag
def figure_data(figure: FigureBox) -> SafeString:
    """The drawings as data; nothing in them can end the script, as with Django's json_script."""
    text = json.dumps(figure.drawings, separators=(",", ":"))
    safe = text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return format_html('<script id="{}" type="application/json">{}</script>', figure.figure_id, mark_safe(safe))  # noqa: S308 see above


def _rows(figure: FigureBox, rows: Sequence[Sequence[str]]) -> SafeString:
    # What comes before and after a text is the same all the way down a column.
    columns = [_column(cell, is_first=number == 0) for number, cell in enumerate(figure.columns)]
    lines = (
        "".join(f"{begin}{escape(text)}{end}" for (begin, end), text in zip(columns, row, strict=True)) for row in rows
    )
    return mark_safe("".join(f"<tr>{line}</tr>" for line in lines))  # noqa: S308 every text is escaped


def _column(cell: Cell, *, is_first: bool) -> tuple[str, str]:
    if is_first:
        return '<th scope="row">', "</th>"
    number = ' class="num"' if cell.is_number else ""
    return f'<td data-label="{escape(cell.heading)}"{number}>', "</td>"
