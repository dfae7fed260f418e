"""Loading contracts: all or none, repeatable, and nothing agreed is changed afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contracts.document.yaml_text import DocumentInvalid
from contracts.domain.months import Month
from contracts.models import AuditEvent, Brand, Contract, ContractVersion, Organisation
from contracts.selectors import brands_of, contract_by_key, terms_for, versions_of
from contracts.services.contract_load import LoadedContract, LoadRefused, contract_load
from contracts.services.organisations import OrganisationKindConflict
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
EXAMPLE = (EXAMPLES / "contract.yaml").read_text(encoding="utf-8")
SECOND_VERSION = """\
  - valid_from: 2026-01-01
    counting: {service_level_s: 20}
    prices:
      - {channel: phone, model: flat, unit_price: "44.5000"}
"""


def changed(old: str, new: str) -> str:
    assert EXAMPLE.count(old) == 1, f"“{old}” must stand in the example once"
    return EXAMPLE.replace(old, new)


def refusal(text: str) -> DocumentInvalid:
    with pytest.raises(LoadRefused) as refused:
        contract_load(text=text)
    return refused.value


def snapshot() -> list[tuple[str, int]]:
    models = (Organisation, Contract, AuditEvent)
    scoped = (Brand, ContractVersion)
    counts = [(model.__name__, model.objects.count()) for model in models]
    return counts + [(model.__name__, model.all_rows.count()) for model in scoped]


def test_a_loaded_version_is_approved_and_loaded_by_the_operator() -> None:
    assert contract_load(text=EXAMPLE) == (LoadedContract("nordlys-fjord", 1, created=True),)
    version = versions_of(contract_by_key("nordlys-fjord")).get()
    assert (version.state, version.origin, version.number) == ("approved", "operator", 1)
    assert version.approved_at is not None


def test_the_terms_are_those_of_the_document() -> None:
    contract_load(text=EXAMPLE)
    terms = terms_for(contract_by_key("nordlys-fjord"), Month(2026, 10))
    assert [(price.channel, str(price.unit_price)) for price in terms.prices] == [
        ("phone", "42.00"),
        ("chat", "31.00"),
        ("email", "36.50"),
    ]
    assert [(target.kpi, str(target.weight)) for target in terms.targets] == [
        ("aht", "0.30"),
        ("csat", "0.40"),
        ("hit_rate", "0.30"),
    ]
    assert terms.counting.not_billable == ("outbound", "internal", "test", "short_misroute")


def test_the_same_document_again_changes_nothing() -> None:
    contract_load(text=EXAMPLE)
    before = snapshot()
    assert contract_load(text=EXAMPLE) == (LoadedContract("nordlys-fjord", 1, created=False),)
    respelt = EXAMPLE.replace('"0.40"', '"0.4"').replace("      misroute_s: 10\n", "")
    assert contract_load(text=respelt) == (LoadedContract("nordlys-fjord", 1, created=False),)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('"42.00"', '"43.00"', "prices"),
        ("service_level_s: 30", "service_level_s: 20", "counting"),
        ('"150.00"', '"151.00"', "commission"),
        ('"216"', '"215"', "targets"),
        ('in_balance: "95"', 'in_balance: "94"', "score"),
    ],
)
def test_the_same_day_with_other_content_is_refused(old: str, new: str, part: str) -> None:
    contract_load(text=EXAMPLE)
    error = refusal(changed(old, new))
    assert (error.code, error.status, error.params["parts"]) == ("version_exists", 409, part)
    assert (error.params["line"], error.params["column"]) == (17, 17)


def test_a_later_version_is_added_and_takes_the_next_number() -> None:
    contract_load(text=EXAMPLE)
    assert contract_load(text=EXAMPLE + SECOND_VERSION) == (LoadedContract("nordlys-fjord", 2, created=True),)
    contract = contract_by_key("nordlys-fjord")
    assert [(v.number, v.valid_from.year) for v in versions_of(contract)] == [(1, 2024), (2, 2026)]
    assert terms_for(contract, Month(2025, 12)).counting.service_level_s == 30
    assert terms_for(contract, Month(2026, 1)).counting.service_level_s == 20


def test_a_document_with_the_new_version_alone_adds_it() -> None:
    contract_load(text=EXAMPLE)
    head = EXAMPLE[: EXAMPLE.index("  - valid_from")]
    assert contract_load(text=head + SECOND_VERSION) == (LoadedContract("nordlys-fjord", 2, created=True),)


def test_a_version_before_an_agreed_one_is_refused() -> None:
    contract_load(text=EXAMPLE + SECOND_VERSION)
    error = refusal(EXAMPLE + SECOND_VERSION.replace("2026-01-01", "2025-01-01"))
    assert (error.code, error.params["last"]) == ("version_in_past", "2026-01-01")


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("currency", "currency: NOK", "currency: EUR"),
        ("time_zone", "time_zone: Europe/Oslo", "time_zone: Europe/Paris"),
        ("billing_unit", "billing_unit: contact", "billing_unit: leg"),
        ("month_by", "month_by: started", "month_by: ended"),
        ("start", "  start: 2024-01-01", "  start: 2023-01-01"),
        ("buyer", '"999000111"', '"999000112"'),
        ("vendor", '"999000222"', '"999000223"'),
        ("brands", "from: 2025-03-01", "from: 2025-04-01"),
    ],
)
def test_what_contacts_and_money_rest_on_is_fixed(field: str, old: str, new: str) -> None:
    contract_load(text=EXAMPLE)
    before = snapshot()
    error = refusal(changed(old, new))
    assert (error.code, error.params["path"]) == ("fixed_field", f"contract.{field}")
    assert snapshot() == before


def test_title_end_and_brands_may_be_added_to() -> None:
    contract_load(text=EXAMPLE)
    text = changed("  end: null", "  end: 2028-12-31").replace("title: Customer service", "title: Service")
    text = text.replace("merged_into: null", "merged_into: nordlys").replace(
        "  currency", "    - {key: fri, name: Fri, from: 2026-01-01}\n  currency"
    )
    assert contract_load(text=text) == (LoadedContract("nordlys-fjord", 1, created=False, changed=True),)
    contract = contract_by_key("nordlys-fjord")
    assert (contract.title, contract.end) == ("Service, Nordlys Mobil", date(2028, 12, 31))
    assert [(b.key, b.merged_into) for b in brands_of(contract)] == [("nordlys", ""), ("nice", "nordlys"), ("fri", "")]
    event = AuditEvent.objects.filter(action="contract_load").last()
    assert event is not None
    assert event.before is not None
    assert event.after is not None
    assert (event.before["end"], event.after["end"]) == (None, "2028-12-31")
    assert contract_load(text=text)[0].changed is False


def test_a_brand_that_a_document_leaves_out_stays() -> None:
    contract_load(text=EXAMPLE)
    text = changed("    - {key: nice, name: Nice, from: 2025-03-01, merged_into: null}\n", "")
    assert contract_load(text=text)[0].changed is False
    assert len(brands_of(contract_by_key("nordlys-fjord"))) == 2


def test_a_known_organisation_keeps_its_name() -> None:
    known = make_organisation("Known AS", number="999000111")
    contract_load(text=EXAMPLE)
    known.refresh_from_db()
    assert known.name == "Known AS"
    assert contract_by_key("nordlys-fjord").buyer == known


def test_a_buyers_number_cannot_become_a_vendor() -> None:
    make_organisation(number="999000222", kind="buyer")
    with pytest.raises(OrganisationKindConflict) as refused:
        contract_load(text=EXAMPLE)
    assert (refused.value.code, refused.value.params["number"]) == ("organisation_kind", "999000222")


def test_a_file_is_loaded_whole_or_not_at_all() -> None:
    contract_load(text=EXAMPLE)
    before = snapshot()
    new = changed("key: nordlys-fjord", "key: brand-new")
    wrong = changed('"42.00"', '"43.00"')
    assert refusal(f"{new}---\n{wrong}").code == "version_exists"
    assert snapshot() == before


def test_the_reference_contracts_share_their_parties() -> None:
    loaded = contract_load(text=(EXAMPLES / "contract_reference.yaml").read_text(encoding="utf-8"))
    assert [(one.key, one.version, one.created) for one in loaded] == [
        (key, 1, True) for key in ("pwc", "pwc-nordic", "bank", "rwfd", "amazon")
    ]
    assert Organisation.objects.count() == 2


def test_every_act_leaves_its_trace() -> None:
    contract_load(text=EXAMPLE)
    events = list(AuditEvent.objects.values_list("action", "actor_kind", "object_kind"))
    assert events == [
        ("organisation_ensure", "system", "organisation"),
        ("organisation_ensure", "system", "organisation"),
        ("contract_load", "system", "contract"),
        ("version_add", "system", "contract_version"),
    ]
