"""Fractions while calculating, one decimal on the way out."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=34)


def decimal_of(number: Fraction) -> Decimal:
    """A fraction as a decimal of 34 digits, as KPIs are: 1/3 is 0.333…"""
    return _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
