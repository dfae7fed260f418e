"""The terms of one version: counting rules, rate card, commission, targets and score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from contracts.document import schema
from contracts.document.nodes import Node
from contracts.document.schema import Keys, VersionDocument
from contracts.domain import catalogue
from contracts.domain.channels import CHANNELS
from contracts.domain.counting import (
    CSAT_KINDS,
    HANDLE_COMPONENTS,
    HIT_RATE_DENOMINATORS,
    JUDGED_ON,
    NOT_BILLABLE_REASONS,
    SERVICE_LEVEL_FORMULAS,
    CountingRules,
)
from contracts.domain.errors import N_
from contracts.domain.pricing import MODELS
from contracts.domain.targets import Target, TargetBandInvalid
from contracts.domain.terms import CommissionRow, PriceRow, ScoreRules

Row = TypeVar("Row")
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
LEAST = Decimal("0.0001")  # of a weight or the floor: with 0 a KPI outside its band would cost nothing, or everything
COMMISSION_MODELS: tuple[str, ...] = ("fixed",)


def read_version(node: Node) -> VersionDocument:
    """One version; what is left out takes its default."""
    _check(node, schema.VERSION)
    begins = node.need("valid_from")
    counting = _read_counting(node.get("counting"))
    return VersionDocument(
        valid_from=begins.as_date(),
        counting=counting,
        prices=_rows(node.get("prices"), _read_price, "channel"),
        commission=_rows(node.get("commission"), _read_commission, "product"),
        targets=_read_targets(node.get("targets"), counting),
        score=_read_score(node.get("score")),
        place=(begins.line, begins.column),
    )


def _check(node: Node, keys: Keys) -> Node:
    return node.check_keys(keys.known, later=keys.later)


def _rows(node: Node | None, read: Callable[[int, Node], Row], unique: str) -> tuple[Row, ...]:
    """The rows of a list, each with its position; `unique` names the key that may not come twice."""
    if node is None:
        return ()
    rows = tuple(read(position, item) for position, item in enumerate(node.as_list()))
    seen: set[str] = set()
    for item in node.as_list():
        place = item.need(unique)
        if place.text in seen:
            sentence = N_("Line %(line)s, column %(column)s: “%(value)s” stands in this list twice.")
            place.refuse("row_twice", sentence, value=place.shown)
        seen.add(place.text)
    return rows


def _read_counting(node: Node | None) -> CountingRules:
    if node is None:
        return CountingRules()
    _check(node, schema.COUNTING)
    given: dict[str, Any] = {
        key: value.as_integer(0, highest)
        for key, highest in schema.COUNTING_LIMITS.items()
        if (value := node.get(key)) is not None
    }
    for key, choices in (
        ("service_level_formula", SERVICE_LEVEL_FORMULAS),
        ("hit_rate_denominator", HIT_RATE_DENOMINATORS),
        ("judged_on", JUDGED_ON),
    ):
        if (value := node.get(key)) is not None:
            given[key] = value.as_choice(choices)
    if (components := node.get("handle_time")) is not None:
        given["handle_time"] = _read_handle_time(components)
    if (reasons := node.get("not_billable")) is not None:
        given["not_billable"] = _read_words(reasons, NOT_BILLABLE_REASONS)
    return replace(CountingRules(), **given, **_read_csat(node.get("csat")))


def _read_csat(node: Node | None) -> dict[str, Any]:
    """How satisfied is told: the share of answers from a point of the scale on, or the mean score."""
    if node is None:
        return {}
    _check(node, schema.CSAT)
    given: dict[str, Any] = {}
    if (kind := node.get("kind")) is not None:
        given["csat_kind"] = kind.as_choice(CSAT_KINDS)
    if (point := node.get("satisfied_from")) is not None:
        given["csat_satisfied_from"] = point.as_decimal(ZERO, ONE, 4)
    return given


def _read_words(node: Node, choices: Iterable[str]) -> tuple[str, ...]:
    """Words of a list, each once."""
    words = tuple(item.as_choice(choices) for item in node.as_list())
    for item in node.as_list():
        if words.count(item.text) > 1:
            sentence = N_("Line %(line)s, column %(column)s: “%(value)s” stands in this list twice.")
            item.refuse("row_twice", sentence, value=item.shown)
    return words


def _read_handle_time(node: Node) -> tuple[str, ...]:
    """The components that are summed. What the source reports as a whole already holds the others."""
    words = _read_words(node, HANDLE_COMPONENTS)
    if not words or ("handle_s_reported" in words and len(words) > 1):
        sentence = N_(
            "Line %(line)s, column %(column)s: handle time is either handle_s_reported alone or the sum of other parts."
        )
        node.refuse("handle_time_invalid", sentence)
    return words


def _model(node: Node, models: Iterable[str], later: tuple[str, ...], default: str) -> str:
    """A model of price or commission; one that is planned is refused by name."""
    found = node.get("model")
    if found is None:
        return default
    if found.text in later:
        sentence = N_("Line %(line)s, column %(column)s: the model “%(key)s” is not supported yet.")
        found.refuse("not_supported_yet", sentence, key=found.shown)
    return found.as_choice(models)


def _read_price(position: int, node: Node) -> PriceRow:
    _check(node, schema.PRICE)
    model = _model(node, MODELS, schema.LATER_PRICE_MODELS, "flat")
    channel = node.need("channel").as_choice(CHANNELS)
    return PriceRow(position, channel, model, node.need("unit_price").as_decimal(ZERO, schema.HIGHEST_PRICE, 4))


def _read_commission(position: int, node: Node) -> CommissionRow:
    _check(node, schema.COMMISSION)
    model = _model(node, COMMISSION_MODELS, schema.LATER_COMMISSION_MODELS, "fixed")
    product = node.need("product").as_text(longest=100)
    return CommissionRow(position, product, model, node.need("amount").as_decimal(ZERO, schema.HIGHEST_PRICE, 4))


def _read_targets(node: Node | None, counting: CountingRules) -> tuple[Target, ...]:
    """Bands by KPI; when there are any, their weights sum to one."""
    targets = _rows(node, lambda _, item: _read_target(item, counting), "kpi")
    total = sum((target.weight for target in targets), ZERO)
    if node is not None and targets and total != ONE:
        sentence = N_("Line %(line)s, column %(column)s: the weights of the targets sum to %(total)s, not to 1.")
        node.refuse("weights_sum", sentence, total=str(total))
    return targets


def _read_target(node: Node, counting: CountingRules) -> Target:
    _check(node, schema.TARGET)
    units = catalogue.units()
    kpi = node.need("kpi").as_choice(sorted(units))
    is_share = units[kpi] == "share" and not (kpi == "csat" and counting.csat_kind == "mean")
    highest = ONE if is_share else schema.HIGHEST_BOUND
    bounds = {
        key: None if value is None or value.is_null else value.as_decimal(ZERO, highest, 6)
        for key in ("band_high", "upper")
        for value in (node.get(key),)
    }
    weight = node.need("weight").as_decimal(LEAST, ONE, 4)
    lower, band_low = (node.need(key).as_decimal(ZERO, highest, 6) for key in ("lower", "band_low"))
    try:
        return Target(kpi, weight, lower, band_low, bounds["band_high"], bounds["upper"])
    except TargetBandInvalid as invalid:
        sentence = N_(
            "Line %(line)s, column %(column)s: the target on %(kpi)s needs lower < band low <= band high < upper, "
            "with or without the last two; given are %(bounds)s."
        )
        node.refuse(invalid.code, sentence, **invalid.params)


def _read_score(node: Node | None) -> ScoreRules:
    if node is None:
        return ScoreRules()
    _check(node, schema.SCORE)
    given: dict[str, Decimal] = {}
    if (floor := node.get("floor")) is not None:
        given["floor"] = floor.as_decimal(LEAST, Decimal("0.5"), 4)
    if (zones := node.get("zones")) is not None:
        _check(zones, schema.ZONES)
        given |= {entry.key: entry.value.as_decimal(ZERO, HUNDRED, 2) for entry in zones}
    score = replace(ScoreRules(), **given)
    if not score.in_balance > score.watch > score.imbalance:
        sentence = N_("Line %(line)s, column %(column)s: the zones must fall: in_balance, watch, imbalance.")
        (zones or node).refuse("zones_order", sentence)
    return score
