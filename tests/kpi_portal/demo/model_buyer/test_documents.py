"""Contracts, profiles and incidents of the model buyer are what the portal reads, and agree with the files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from ruamel.yaml import YAML

from contracts.document.load import load_documents
from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.counting import SERVICE_LEVEL_S, SHORT_ABANDON_S, SURVEY_CUT_OFF_S
from kpi_portal.demo.model_buyer.documents import contract_text, incidents_text, profile_names, profile_text
from kpi_portal.demo.model_buyer.story import Story
from kpi_portal.demo.model_buyer.world import UNITS, Unit
from metrics.ingest.profile_document import profile_from_text
from tests.kpi_portal.demo.model_buyer.conftest import World

FIRST = Month(2024, 11)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.key)
def test_a_contract_is_read_and_has_the_prices_that_are_counted_with(unit: Unit) -> None:
    (contract,) = load_documents(contract_text(unit.key, FIRST, Story()))
    assert contract.key == unit.key
    assert contract.start <= FIRST.first_day
    for version in contract.versions:
        assert tuple((row.channel, row.unit_price) for row in version.prices) == unit.prices
        assert [row.amount for row in version.commission] == ([unit.commission] if unit.commission else [])
        assert version.counting.service_level_s == SERVICE_LEVEL_S
        assert version.counting.short_abandon_s == SHORT_ABANDON_S
        assert version.counting.survey_cut_off_days * 86_400 == SURVEY_CUT_OFF_S


def test_the_story_sets_the_dates_of_the_contracts() -> None:
    texts = {unit.key: load_documents(contract_text(unit.key, FIRST, Story()))[0] for unit in UNITS}
    lead = texts["nordlys-fjord"]
    assert [version.valid_from for version in lead.versions] == [date(2024, 1, 1), date(2026, 5, 1)]
    assert {brand.key: brand.valid_from for brand in lead.brands}["nice"] == date(2025, 12, 1)
    assert texts["nordlys-bre"].end == date(2025, 10, 31)
    assert texts["nordlys-inhouse"].vendor.kind == "in_house"
    assert len({contract.buyer.organisation_number for contract in texts.values()}) == 2


def test_every_profile_is_read_and_names_the_columns_of_its_files(world: World) -> None:
    profiles = {name: profile_from_text(profile_text(name)) for name in profile_names()}
    assert {sent.profile for sent in world.made.files} == set(profiles)
    for sent in world.made.files:
        profile = profiles[sent.profile]
        header = (world.folder / sent.file).read_text(encoding="utf-8").partition("\n")[0]
        used = {name for column in profile.every_column() for name in column.all_names}
        assert profile.feed == sent.feed
        assert set(header.split(profile.file.delimiter)) == used


def test_the_commission_and_the_volume_make_the_cost(world: World) -> None:
    for unit in UNITS:
        for totals in world.made.totals["contracts"][unit.key]["months"].values():
            expected = sum(price * totals["by_channel"][channel]["billable"] for channel, price in unit.prices)
            assert totals["cost"]["volume"] == (str(expected) if unit.prices else None)
            if unit.commission:
                total = expected + unit.commission * totals["counts"]["sale_units"]
                assert Decimal(totals["cost"]["total"]) == total


def test_incidents_are_told_in_two_languages_once_they_are_over() -> None:
    text = incidents_text(FIRST, Story(), date(2026, 11, 21))
    incidents = YAML(typ="safe").load(text)["incidents"]
    assert [one["owner"] for one in incidents] == ["buyer", "vendor", "third_party"]
    assert [one["scope"] for one in incidents] == [{"queue": "Invoice"}, {}, {"topic": "SMS codes"}]
    for one in incidents:
        assert set(one["text"]) == {"en", "nb"}
        assert one["from"] < one["until"] <= datetime(2026, 11, 21, tzinfo=UTC)
        assert "nordlys-bre" not in one["contracts"]
    assert YAML(typ="safe").load(incidents_text(FIRST, Story(), date(2025, 1, 1)))["incidents"] == []
