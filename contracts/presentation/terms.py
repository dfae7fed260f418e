"""The contract page: everything agreed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language, gettext, ngettext

from contracts.domain import catalogue, channels
from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.targets import Target
from contracts.domain.terms import Terms
from contracts.models import Contract, ContractVersion
from contracts.presentation import numbers
from contracts.selectors import brands_of, terms_of, versions_of

BILLING_UNITS: dict[str, str] = {
    "contact": N_("per contact, transfers included"),
    "leg": N_("per handling: each transfer is one more"),
}
MONTH_BY: dict[str, str] = {
    "started": N_("the day on which the contact began"),
    "ended": N_("the day on which the contact ended"),
}
KINDS: dict[str, str] = {"partner": N_("partner"), "in_house": N_("own unit"), "buyer": N_("buyer")}
REASONS: dict[str, str] = {
    "test": N_("test contacts"),
    "internal": N_("internal contacts"),
    "bot": N_("contacts answered by a bot"),
    "outbound": N_("outbound contacts"),
    "transfer": N_("transfers"),
    "repeat": N_("repeats"),
    "reopened": N_("reopened contacts"),
    "short_misroute": N_("misroutes"),
}
COMPONENTS: dict[str, str] = {
    "talk_s": N_("talk"),
    "hold_s": N_("hold"),
    "wrap_s": N_("wrap-up"),
    "other_s": N_("other work"),
    "handle_s_reported": N_("handling time as the source reports it"),
}
FORMULAS: dict[str, str] = {
    "answered_within_over_answered_and_abandoned_after": N_(
        "answered within %(seconds)s / (answered + abandoned after %(seconds)s)"
    ),
    "answered_within_over_offered": N_("answered within %(seconds)s / offered"),
    "answered_within_over_answered": N_("answered within %(seconds)s / answered"),
}
JUDGED_ON: dict[str, str] = {
    "raw": N_("raw figures"),
    "relieved": N_("figures relieved of incidents"),
    "relieved_standardised": N_("figures relieved of incidents, at the agreed mix"),
}
DENOMINATORS: dict[str, str] = {
    "handled": N_("all handled contacts"),
    "eligible": N_("handled contacts in which a sale was offered"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what was agreed about it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PriceText:
    """A price, ready to print."""

    what: str
    price: str


@dataclass(frozen=True, slots=True)
class TargetText:
    """A target, ready to print."""

    kpi: str
    lower: str
    band: str
    upper: str
    weight: str


@dataclass(frozen=True, slots=True)
class VersionText:
    """One version of the agreement."""

    number: int
    valid_from: str
    is_valid_now: bool
    origin: str
    prices: tuple[PriceText, ...]
    commission: tuple[PriceText, ...]
    targets: tuple[TargetText, ...]
    rules: tuple[Fact, ...]
    score: str


@dataclass(frozen=True, slots=True)
class ContractPage:
    """The whole page."""

    facts: tuple[Fact, ...]
    brands: tuple[Fact, ...]
    versions: tuple[VersionText, ...]


def day(value: date | None) -> str:
    """10 November 2026, 10. november 2026."""
    if value is None:
        return gettext("open")
    norwegian = (get_language() or "en").startswith("nb")
    return format_date(value, "d. MMMM y" if norwegian else "d MMMM y", locale="nb_NO" if norwegian else "en_GB")


def contract_page(contract: Contract, today: date | None = None) -> ContractPage:
    """A contract's facts and versions, the newest version first; `today` says which one is valid now."""
    versions = list(versions_of(contract))
    is_running = today is not None and (contract.end is None or today <= contract.end)
    valid = [version for version in versions if is_running and today is not None and version.valid_from <= today]
    now = valid[-1].pk if valid else None
    return ContractPage(
        facts=_facts(contract),
        brands=tuple(Fact(brand.name, _brand(brand.valid_from, brand.merged_into)) for brand in brands_of(contract)),
        versions=tuple(_version(contract, version, version.pk == now) for version in reversed(versions)),
    )


def _facts(contract: Contract) -> tuple[Fact, ...]:
    vendor = {"name": contract.vendor.name, "kind": gettext(KINDS[contract.vendor.kind])}
    return (
        Fact(gettext("Buyer"), f"{contract.buyer.name} · {contract.buyer.organisation_number}"),
        Fact(gettext("Vendor"), gettext("%(name)s, %(kind)s") % vendor + f" · {contract.vendor.organisation_number}"),
        Fact(gettext("From"), day(contract.start)),
        Fact(gettext("Until"), day(contract.end)),
        Fact(gettext("Currency"), contract.currency),
        Fact(gettext("Time zone"), contract.time_zone),
        Fact(gettext("Paid"), gettext(BILLING_UNITS[contract.billing_unit])),
        Fact(gettext("A contact belongs to"), gettext(MONTH_BY[contract.month_by])),
    )


def _brand(valid_from: date, merged_into: str | None) -> str:
    if merged_into:
        return gettext("from %(day)s, taken over into %(brand)s") % {"day": day(valid_from), "brand": merged_into}
    return gettext("from %(day)s") % {"day": day(valid_from)}


def _version(contract: Contract, version: ContractVersion, is_valid_now: bool) -> VersionText:
    terms = terms_of(contract, version)
    return VersionText(
        number=version.number,
        valid_from=day(version.valid_from),
        is_valid_now=is_valid_now,
        origin=gettext("approved, loaded by the operator"),
        prices=tuple(
            PriceText(gettext(channels.LABELS[row.channel]), _amount(row.unit_price, terms)) for row in terms.prices
        ),
        commission=tuple(
            PriceText(gettext("Every product") if row.product == "*" else row.product, _amount(row.amount, terms))
            for row in terms.commission
        ),
        targets=tuple(_target(target) for target in terms.targets),
        rules=_rules(terms.counting),
        score=_score(terms),
    )


def _amount(amount: object, terms: Terms) -> str:
    text = str(amount)
    places = max(2, len(text.partition(".")[2]))
    return numbers.money(text, terms.currency, places)


def _target(target: Target) -> TargetText:
    unit = catalogue.units().get(target.kpi, "count")
    label = catalogue.labels().get(target.kpi, target.kpi)
    low, high = numbers.bound(target.band_low, unit), numbers.bound(target.band_high, unit)
    band = f"{low}–{high}" if target.band_high is not None else gettext("%(low)s or more") % {"low": low}
    return TargetText(
        kpi=gettext(label),
        lower=numbers.bound(target.lower, unit),
        band=band + (numbers.NBSP + "s" if unit == "s" else ""),
        upper=numbers.bound(target.upper, unit),
        weight=numbers.percent(target.weight, 0),
    )


def _rules(rules: CountingRules) -> tuple[Fact, ...]:
    threshold = {"seconds": numbers.seconds(rules.service_level_s)}
    return (
        Fact(gettext("Not billed"), _listed([REASONS[reason] for reason in rules.not_billable])),
        Fact(gettext("A misroute is"), _shorter(rules.misroute_s)),
        Fact(gettext("Handling time is"), _listed([COMPONENTS[part] for part in rules.handle_time], " + ")),
        Fact(gettext("A short abandon is"), _shorter(rules.short_abandon_s)),
        Fact(gettext("Service level"), gettext(FORMULAS[rules.service_level_formula]) % threshold),
        Fact(gettext("Satisfaction"), _satisfaction(rules)),
        Fact(gettext("Hit rate counts"), gettext(DENOMINATORS[rules.hit_rate_denominator])),
        Fact(gettext("Surveys count for"), _days(rules.survey_cut_off_days)),
        Fact(gettext("A sale is mature after"), _days(rules.sale_maturity_days)),
        Fact(gettext("A month closes after"), _days(rules.month_cut_off_days)),
        Fact(gettext("Judged on"), gettext(JUDGED_ON[rules.judged_on])),
    )


def _shorter(limit: int) -> str:
    return gettext("shorter than %(seconds)s") % {"seconds": numbers.seconds(limit)}


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _listed(texts: list[str], between: str = ", ") -> str:
    return between.join(gettext(text) for text in texts) if texts else gettext("nothing")


def _satisfaction(rules: CountingRules) -> str:
    if rules.csat_kind == "mean":
        return gettext("mean of the answers on their scale")
    share = numbers.percent(rules.csat_satisfied_from, 0)
    return gettext("share of answers from %(share)s of the scale upwards") % {"share": share}


def _score(terms: Terms) -> str:
    values = {
        "in_balance": numbers.number(terms.score.in_balance),
        "watch": numbers.number(terms.score.watch),
        "imbalance": numbers.number(terms.score.imbalance),
        "floor": numbers.number(terms.score.floor, 2),
    }
    return (
        gettext(
            "In balance from %(in_balance)s, watch from %(watch)s, imbalance from %(imbalance)s, below that "
            "unacceptable. A KPI outside its limits counts %(floor)s and knocks the month out."
        )
        % values
    )
