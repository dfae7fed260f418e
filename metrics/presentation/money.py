"""What a month cost and what it earned, seen from one side of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.domain import channels
from contracts.domain.pricing import REASONS as PRICE_REASONS
from contracts.domain.terms import Terms
from contracts.presentation import numbers

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers below the sentence."""

    label: str
    value: str
    detail: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of what the month cost."""

    what: str
    units: str
    unit_price: str
    amount: str
    rule: str
    remark: str


def has_prices(terms: Terms | None) -> bool:
    """An own unit may have none: it writes no invoice."""
    return terms is not None and bool(terms.prices or terms.commission)


def sales_text(earned: Document) -> str:
    """How much was sold, for the answer strip."""
    if earned["contacts_with_sale"] is None:
        return gettext("the source does not tell of sales")
    values = {"contacts": numbers.number(earned["contacts_with_sale"]), "units": numbers.number(earned["units"])}
    return (
        ngettext(
            "%(units)s sales in %(contacts)s contact",
            "%(units)s sales in %(contacts)s contacts",
            earned["contacts_with_sale"],
        )
        % values
    )


def cost_row(line: Document) -> CostRow:
    """A line of the scorecard's cost, ready to print."""
    reason = PRICE_REASONS.get(line.get("reason") or "")
    return CostRow(
        what=_what(line),
        units=numbers.number(line["units"]),
        unit_price=_unit_price(line["unit_price"]),
        amount=numbers.number(line["amount"], 2),
        rule=line.get("rule") or "",
        remark=gettext(reason) if reason else "",
    )


def _what(line: Document) -> str:
    """The channel of a volume line, the product of a commission."""
    if line["kind"] == "commission":
        if (product := line.get("product") or "*") == "*":
            return gettext("Commission")
        return gettext("Commission, %(product)s") % {"product": product}
    channel = line.get("channel")
    return gettext(channels.LABELS[channel]) if channel in channels.LABELS else gettext("Channel not stated")


def _unit_price(price: str | None) -> str:
    """With two places, or as many as were agreed."""
    if price is None:
        return numbers.DASH
    exponent = Decimal(price).as_tuple().exponent
    return numbers.number(price, max(2, -exponent) if isinstance(exponent, int) else 2)


def cost_title(document: Document, side: str) -> str:
    """The month's total: a cost for the buyer, pay for the vendor."""
    total = numbers.money(document["cost"]["total"], document["cost"]["currency"], 0)
    if document["cost"]["total"] is None:
        return gettext("The month's total is unknown: a line has no amount")
    if side == "vendor":
        return gettext("The month pays %(total)s") % {"total": total}
    return gettext("The month cost %(total)s") % {"total": total}


def cost_note(document: Document) -> str:
    """What the total is per contact, and what it leaves out."""
    cost = document["cost"]
    if cost["per_contact"] is None:
        return gettext("Prices of the contract times billable contacts; without VAT.")
    values = {"amount": numbers.money(cost["per_contact"], cost["currency"])}
    return gettext("%(amount)s a handled contact, commission included; without VAT.") % values


def sold_facts(document: Document) -> tuple[Answer, ...]:
    """Sales of the month in numbers."""
    earned = document["earned"]
    return (
        Answer(gettext("Contacts with sale"), numbers.number(earned["contacts_with_sale"]), ""),
        Answer(gettext("Units sold"), numbers.number(earned["units"]), ""),
    )


def earned_facts(document: Document, side: str) -> tuple[Answer, ...]:
    """Sales of the month and the commission on them."""
    earned, currency = document["earned"], document["cost"]["currency"]
    commission = gettext("Commission earned") if side == "vendor" else gettext("Commission paid")
    return (
        *sold_facts(document),
        Answer(gettext("Sale value"), numbers.money(earned["sale_value"], currency), ""),
        Answer(commission, numbers.money(earned["commission"], currency), ""),
    )


def earned_title(document: Document) -> str:
    """The value of the sales, or that it is not known."""
    earned = document["earned"]
    if earned["sale_value"] is None:
        return gettext("What it earned is not known")
    total = numbers.money(earned["sale_value"], document["cost"]["currency"], 0)
    return gettext("It earned %(total)s in sales") % {"total": total}


def earned_note(document: Document, *, sees_money: bool = True) -> str:
    """Why a figure is missing, or how the figures are counted."""
    if document["earned"]["contacts_with_sale"] is None:
        return gettext("The source does not say which contacts ended in a sale.")
    if sees_money and document["earned"]["sale_value"] is None:
        return gettext("The source gives no value of the sales.")
    return gettext("As counted: withdrawals and cancellations are not taken out.")
