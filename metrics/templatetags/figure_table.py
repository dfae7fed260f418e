"""The table of a figure, written in one go: a page has a thousand such cells, and a template is slow at them."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from metrics.presentation.figure_box import Cell, FigureBox

register = template.Library()


@register.simple_tag
def figure_rows(figure: FigureBox) -> SafeString:
    """All rows below the heading; the first cell names its row, the others carry their column's name for phones."""
    return _rows(figure.table)


@register.simple_tag
def figure_total(figure: FigureBox) -> SafeString:
    """The row below the rule."""
    return _rows((figure.table_total,))


def _rows(rows: Sequence[Sequence[Cell]]) -> SafeString:
    return mark_safe("".join(f"<tr>{_name(row[0])}{''.join(map(_cell, row[1:]))}</tr>" for row in rows))  # noqa: S308 every text is escaped


def _name(cell: Cell) -> str:
    return f'<th scope="row">{escape(cell.text)}</th>'


def _cell(cell: Cell) -> str:
    number = ' class="num"' if cell.is_number else ""
    return f'<td data-label="{escape(cell.heading)}"{number}>{escape(cell.text)}</td>'
