"""The contacts that a filter leaves, in words."""

from __future__ import annotations

from babel.lists import format_list

from metrics.presentation import words
from metrics.presentation.period import FILTERS
from metrics.presentation.review_ground import ReviewGround


def chosen_contacts(ground: ReviewGround) -> str:
    """Chat and Invoice; empty when all contacts are shown."""
    where = ground.query.where
    named = [words.slice_name(by, where[by], ground.brands) for by in FILTERS if by in where]
    return format_list(named, locale=words.locale()) if named else ""
