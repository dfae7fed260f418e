"""Errors of what happened: each has a stable code (contracts.domain.errors)."""

from __future__ import annotations

from contracts.domain.errors import N_, DomainError


class NoSuchMonth(DomainError):
    """The contract has no data for the month."""

    code = "no_such_month"
    text = N_("Contract %(contract)s has no data for %(month)s.")
    status = 404


class NoSuchVersion(DomainError):
    """The month has no scorecard with this number."""

    code = "no_such_version"
    text = N_("The scorecard of %(month)s has no version %(version)s.")
    status = 404


class NoSuchFigure(DomainError):
    """The page shows no figure of this name for the month."""

    code = "no_such_figure"
    text = N_("There is no figure “%(figure)s” here.")
    status = 404


class PeriodInvalid(DomainError):
    """A period ends before it begins."""

    code = "period_invalid"
    text = N_("The period from %(first)s to %(last)s ends before it begins.")


class SplitUnknown(DomainError):
    """Figures were asked for by something that they are not kept by."""

    code = "split_unknown"
    text = N_("Figures are not kept by “%(split)s”. Choose one of %(known)s.")


class ChoiceUnknown(DomainError):
    """An address of a page chooses something that the page does not offer."""

    code = "choice_unknown"
    text = N_("“%(value)s” cannot be chosen for “%(name)s”. Choose one of %(known)s.")


class FiguresOutOfDate(DomainError):
    """Terms changed while the month was being minted; its figures are being counted under them."""

    code = "figures_out_of_date"
    text = N_("The terms of %(month)s have just changed. Try again when its figures have been counted under them.")
    status = 409
