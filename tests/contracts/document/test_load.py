"""The contract document, format 1: what it may say, what is left out, and what is refused where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.document.load import load_documents
from contracts.document.schema import ContractDocument
from contracts.document.yaml_text import DocumentInvalid
from contracts.domain.counting import CountingRules
from contracts.domain.terms import ScoreRules

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
EXAMPLE = (EXAMPLES / "contract.yaml").read_text(encoding="utf-8")
SMALL = """\
format: 1
contract:
  key: small
  title: As little as can be said
  buyer: {name: Buyer AS, organisation_number: "900000001"}
  vendor: {name: Vendor AS, organisation_number: "900000002"}
  start: 2025-01-01
versions:
  - valid_from: 2025-01-01
"""


def load(text: str) -> ContractDocument:
    (document,) = load_documents(text)
    return document


def refusal(text: str) -> DocumentInvalid:
    with pytest.raises(DocumentInvalid) as refused:
        load_documents(text)
    return refused.value


def changed(old: str, new: str, text: str = EXAMPLE) -> str:
    assert text.count(old) == 1, f"“{old}” must stand in the text once"
    return text.replace(old, new)


def test_the_example_says_what_it_says() -> None:
    contract = load(EXAMPLE)
    (version,) = contract.versions
    assert (contract.key, contract.currency, contract.time_zone) == ("nordlys-fjord", "NOK", "Europe/Oslo")
    assert (contract.start, contract.end) == (date(2024, 1, 1), None)
    assert [brand.key for brand in contract.brands] == ["nordlys", "nice"]
    assert contract.vendor.kind == "partner"
    assert [(price.channel, str(price.unit_price)) for price in version.prices] == [
        ("phone", "42.00"),
        ("chat", "31.00"),
        ("email", "36.50"),
    ]
    assert [target.kpi for target in version.targets] == ["aht", "csat", "hit_rate"]
    assert not version.targets[1].is_two_sided


def test_what_is_left_out_takes_the_defaults_of_the_example() -> None:
    small, example = load(SMALL), load(EXAMPLE)
    assert small.versions[0].counting == example.versions[0].counting == CountingRules()
    assert small.versions[0].score == example.versions[0].score == ScoreRules()
    for name in ("currency", "time_zone", "billing_unit", "month_by", "end"):
        assert getattr(small, name) == getattr(example, name), name
    assert small.vendor.kind == "partner"
    assert (small.brands, small.versions[0].prices, small.versions[0].targets) == ((), (), ())


def test_one_counting_rule_leaves_the_others_at_their_default() -> None:
    text = SMALL + "    counting: {service_level_s: 20, not_billable: []}\n"
    assert load(text).versions[0].counting == replace(CountingRules(), service_level_s=20, not_billable=())


def test_the_reference_file_holds_five_contracts() -> None:
    documents = load_documents((EXAMPLES / "contract_reference.yaml").read_text(encoding="utf-8"))
    assert [document.key for document in documents] == ["pwc", "pwc-nordic", "bank", "rwfd", "amazon"]


def test_equal_terms_have_one_fingerprint_however_they_are_written() -> None:
    plain = load(EXAMPLE).versions[0].hash()
    assert load(changed('weight: "0.40"', 'weight: "0.4"')).versions[0].hash() == plain
    assert load(changed("      misroute_s: 10\n", "")).versions[0].hash() == plain
    assert load("# moved down\n" + EXAMPLE).versions[0].hash() == plain
    assert load(changed('"31.00"', '"31.01"')).versions[0].hash() != plain


def test_versions_stand_in_the_order_in_which_they_begin() -> None:
    text = SMALL + "  - valid_from: 2024-06-01\n  - valid_from: 2026-01-01\n"
    assert [version.valid_from.year for version in load(text).versions] == [2024, 2025, 2026]


@pytest.mark.parametrize(
    ("key", "nearest", "text"),
    [
        ("currancy", "currency", changed("  currency: NOK", "  currancy: NOK")),
        ("versionen", "versions", changed("versions:", "versionen:")),
        ("short_abandons", "short_abandon_s", changed("short_abandon_s: 5", "short_abandons: 5")),
        ("unit_prise", "unit_price", changed('flat, unit_price: "42.00"', 'flat, unit_prise: "42.00"')),
        ("bandlow", "band_low", changed('"0.60", band_low', '"0.60", bandlow')),
    ],
)
def test_an_unknown_key_is_refused_and_the_nearest_named(key: str, nearest: str, text: str) -> None:
    error = refusal(text)
    assert (error.code, error.params["key"], error.params["nearest"]) == ("unknown_key", key, nearest)
    line, column = int(str(error.params["line"])), int(str(error.params["column"]))
    assert text.splitlines()[line - 1][column - 1 :].startswith(key)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("format: 1", "format: 2", "format_unknown"),
        ("format: 1\n", "", "key_missing"),
        ("  key: nordlys-fjord", "  key: Nordlys Fjord", "wrong_type"),
        ("  key: nordlys-fjord", '  key: ""', "text_length"),
        ("  title: Customer service, Nordlys Mobil", "  title: 7", "wrong_type"),
        ("  title: Customer service, Nordlys Mobil\n", "", "key_missing"),
        ('"999000222", kind: partner', '"999000222", kind: friend', "not_a_choice"),
        ('"999000222"', '"999000111"', "same_party"),
        ('"999000222"', '"99/9"', "wrong_type"),
        ("  currency: NOK", "  currency: KRONER", "currency_unknown"),
        ("  currency: NOK", "  currency: nok", "currency_unknown"),
        ("time_zone: Europe/Oslo", "time_zone: Europe/Olso", "time_zone_unknown"),
        ("time_zone: Europe/Oslo", 'time_zone: "+01:00"', "time_zone_unknown"),
        ("billing_unit: contact ", "billing_unit: minute ", "not_a_choice"),
        ("month_by: started ", "month_by: answered ", "not_a_choice"),
        ("  start: 2024-01-01", "  start: 2024-13-01", "wrong_type"),
        ("  end: null", "  end: 2023-12-31", "end_before_start"),
        ("merged_into: null", "merged_into: nobody", "brand_unknown"),
        ("merged_into: null", "merged_into: nice", "brand_unknown"),
        ("key: nice", "key: nordlys", "brand_twice"),
        ("short_abandon_s: 5", "short_abandon_s: -5", "out_of_range"),
        ("short_abandon_s: 5", "short_abandon_s: 5.0", "wrong_type"),
        ("short_abandon_s: 5", "short_abandon_s: five", "wrong_type"),
        ("[talk_s, hold_s, wrap_s]", "[talk_s, hold_s, walk_s]", "not_a_choice"),
        ("[talk_s, hold_s, wrap_s]", "[talk_s, talk_s]", "row_twice"),
        ("[talk_s, hold_s, wrap_s]", "[]", "handle_time_invalid"),
        ("[talk_s, hold_s, wrap_s]", "[handle_s_reported, wrap_s]", "handle_time_invalid"),
        ("[talk_s, hold_s, wrap_s]", "talk_s", "wrong_type"),
        ("kind: top_box", "kind: nps", "not_a_choice"),
        ('satisfied_from: "0.75"', 'satisfied_from: "4"', "out_of_range"),
        ("[outbound, internal, test, short_misroute]", "[outbound, mistakes]", "not_a_choice"),
        ("judged_on: raw ", "judged_on: cooked ", "not_a_choice"),
        ('unit_price: "42.00"', "unit_price: 42.10", "number_unquoted"),
        ('unit_price: "42.00"', 'unit_price: "-42.00"', "out_of_range"),
        ('unit_price: "42.00"', 'unit_price: "42.00001"', "too_many_places"),
        ('unit_price: "42.00"', 'unit_price: "42,00"', "wrong_type"),
        ("channel: phone, model: flat", "channel: fax, model: flat", "not_a_choice"),
        ("channel: phone, model: flat", "channel: chat, model: flat", "row_twice"),
        ("channel: phone, model: flat", "channel: phone, model: graduated", "not_supported_yet"),
        ("channel: phone, model: flat", "channel: phone, model: fixed", "not_a_choice"),
        ('product: "*", model: fixed', 'product: "*", model: percentage', "not_supported_yet"),
        ('amount: "150.00"', 'amount: "-1"', "out_of_range"),
        ("kpi: hit_rate", "kpi: hits", "not_a_choice"),
        ("kpi: hit_rate", "kpi: csat", "row_twice"),
        ('weight: "0.40"', 'weight: "0.50"', "weights_sum"),
        ('weight: "0.40"', "weight: 0.40", "number_unquoted"),
        ('weight: "0.40"', 'weight: "0"', "out_of_range"),
        ('band_high: "378", upper: "504"', 'band_high: "378"', "target_band_invalid"),
        ('band_high: "378", upper: "504"', 'band_high: "378", upper: "378"', "target_band_invalid"),
        ('lower: "216"', 'lower: "324"', "target_band_invalid"),
        ('lower: "0.60"', 'lower: "60"', "out_of_range"),
        ('floor: "0.05"', 'floor: "0"', "out_of_range"),
        ('watch: "85"', 'watch: "96"', "zones_order"),
    ],
)
def test_what_is_wrong_is_refused_where_it_stands(old: str, new: str, code: str) -> None:
    text = changed(old, new)
    error = refusal(text)
    assert error.code == code
    line, column = int(str(error.params["line"])), int(str(error.params["column"]))
    assert 1 <= line <= len(text.splitlines())
    assert column >= 1
    assert f"Line {line}, column {column}" in error.message()


def test_the_place_of_a_wrong_value_is_the_value() -> None:
    text = changed('unit_price: "31.00"', "unit_price: 31.10")
    error = refusal(text)
    line, column = int(str(error.params["line"])), int(str(error.params["column"]))
    assert text.splitlines()[line - 1][column - 1 :].startswith("31.10")
    assert error.params["path"] == "versions[0].prices[1].unit_price"
    assert "“31.10”" in error.message()


def test_a_misspelt_time_zone_names_the_nearest_place() -> None:
    assert refusal(changed("Europe/Oslo", "Europe/Olso")).params["nearest"] == "Europe/Oslo"


def test_two_versions_on_one_day_are_refused() -> None:
    error = refusal(SMALL + "  - valid_from: 2025-01-01\n")
    assert (error.code, error.params["line"], error.params["column"]) == ("version_twice", 10, 17)


def test_a_version_after_the_end_is_refused() -> None:
    text = changed("  start: 2025-01-01\n", "  start: 2025-01-01\n  end: 2025-12-31\n", SMALL)
    assert refusal(text + "  - valid_from: 2026-01-01\n").code == "version_after_end"


def test_a_contract_without_versions_is_refused() -> None:
    assert refusal(changed("  - valid_from: 2025-01-01\n", "  []\n", SMALL)).code == "versions_empty"


def test_a_contract_twice_in_one_file_is_refused() -> None:
    error = refusal(f"{SMALL}---\n{SMALL}")
    assert (error.code, error.params["line"]) == ("contract_twice", 13)


def test_what_the_contract_book_holds_beyond_the_first_cut_is_refused_by_name() -> None:
    error = refusal((EXAMPLES / "contract_complete.yaml").read_text(encoding="utf-8"))
    assert (error.code, error.params["key"]) == ("not_supported_yet", "readiness")


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ("contract", "notice", "{months: 6}"),
        ("contract", "purpose", "{whys: []}"),
        ("version", "minimum", "{contacts: 70000}"),
        ("version", "volume_dead_band", "{baseline: 80000}"),
        ("version", "consequences", '{at_risk: "0.10"}'),
        ("version", "relief", "{notice_hours: 24}"),
        ("version", "escalation", "[]"),
        ("version", "prices", "[{channel: phone, tiers: []}]"),
        ("version", "prices", '[{channel: phone, unit_price: "1", brand: nordlys}]'),
        ("version", "commission", '[{product: "*", amount: "1", clawback: {}}]'),
        ("version", "targets", '[{kpi: aht, glide: "0.005"}]'),
        ("version", "counting", "{repeat_billable: false}"),
    ],
)
def test_a_section_that_does_nothing_yet_is_not_passed_over(where: str, key: str, value: str) -> None:
    line = f"  {key}: {value}\n"
    text = SMALL + f"  {line}" if where == "version" else changed("  start:", f"{line}  start:", SMALL)
    assert refusal(text).code == "not_supported_yet"


@pytest.mark.parametrize("kind", ["mean", "top_box"])
def test_a_csat_target_is_a_share_unless_the_mean_is_agreed(kind: str) -> None:
    text = SMALL + (
        f"    counting: {{csat: {{kind: {kind}}}}}\n"
        '    targets: [{kpi: csat, weight: "1", lower: "3.0", band_low: "4.2"}]\n'
    )
    if kind == "mean":
        assert load(text).versions[0].targets[0].band_low == Decimal("4.2")
    else:
        assert refusal(text).code == "out_of_range"


@pytest.mark.parametrize("wrong", ["x", "7", "~", "[]", "{}", '""', "true", "1.5", "2024-01-01"])
@pytest.mark.parametrize("path", ["contract", "versions", "format"])
def test_any_nonsense_in_a_sections_place_is_refused(path: str, wrong: str) -> None:
    parts = {"format": "1", "contract": "{}", "versions": "[]"} | {path: wrong}
    text = "".join(f"{key}: {value}\n" for key, value in parts.items())
    assert refusal(text).message()
