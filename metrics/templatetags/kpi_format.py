"""How figures and places are written in templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contracts.presentation import numbers

register = template.Library()


@register.filter
def along(thousandths: int | None) -> str:
    """A place on a strip as an SVG length: 345 is 34.5%, in every language."""
    return f"{(thousandths or 0) / 10:.1f}%"


@register.filter
def integer(value: int | None) -> str:
    """A whole number with separators; unknown is a dash."""
    return numbers.number(value)


# Tone of a chip -> the mark inside a circle of 14 px. Shape carries the meaning without colour.
# ruff: noqa: E501 shapes are one line each
_MARKS: dict[str, str] = {
    "met": '<circle cx="7" cy="7" r="7" fill="currentColor"/><path d="M4 7.2 6.2 9.4 10 5" fill="none" stroke="var(--card)" stroke-width="1.7"/>',
    "missed": '<path d="M4.1 0h5.8L14 4.1v5.8L9.9 14H4.1L0 9.9V4.1z" fill="currentColor"/><path d="m4.8 4.8 4.4 4.4m0-4.4L4.8 9.2" stroke="var(--card)" stroke-width="1.7"/>',
    "watch": '<path d="M7 .8 13.8 13H.2z" fill="currentColor"/><path d="M7 5v4m0 1.2v1.4" stroke="var(--card)" stroke-width="1.6"/>',
    "unsure": '<circle cx="7" cy="7" r="6.2" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M3.8 5.9q1.6-1.5 3.2 0t3.2 0M3.8 8.9q1.6-1.5 3.2 0t3.2 0" fill="none" stroke="currentColor" stroke-width="1.3"/>',
    "few": '<circle cx="7" cy="7" r="6.2" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.2 1.7"/>',
    "wait": '<circle cx="7" cy="7" r="6.2" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M7 3.6V7l2.4 1.6" fill="none" stroke="currentColor" stroke-width="1.4"/>',
    "open": '<circle cx="7" cy="7" r="6.2" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "work": '<circle cx="7" cy="7" r="5.8" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="24 12" class="spin"/>',
}  # fmt: skip


@register.simple_tag
def mark(tone: str) -> SafeString:
    """The icon of a tone; the word stands beside it, so readers of a screen skip it."""
    shape = SafeString(_MARKS.get(tone, _MARKS["few"]))
    return format_html('<svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{}</svg>', shape)
