"""A small world: 2 buyers, 3 vendors, 4 contracts, and the people who may or may not look.

nordlys (buyer) ── fjord (partner)      nordlys-fjord   ← buyer_manager, vendor_lead look here
                ── skog  (partner)      nordlys-skog    the same buyer's other vendor
havbris (buyer) ── fjord                havbris-fjord   the same vendor's other buyer
                ── kundehuset (in-house) havbris-inhouse
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.models import Contract, Organisation, User
from tests.factories import make_contract, make_organisation, make_user


@dataclass(frozen=True, slots=True)
class World:
    """Everyone and everything, by name. `outsider` manages the other buyer; `rival` leads the other vendor."""

    nordlys: Organisation
    havbris: Organisation
    fjord: Organisation
    skog: Organisation
    kundehuset: Organisation
    contract: Contract
    rival_contract: Contract
    foreign_contract: Contract
    inhouse_contract: Contract
    buyer_manager: User
    vendor_lead: User
    auditor: User
    outsider: User
    rival: User
    operator: User
    nobody: User


@pytest.fixture
def world(db: None) -> World:
    """The whole world; each test gets its own."""
    nordlys = make_organisation("Nordlys Mobil AS", number="999000111")
    havbris = make_organisation("Havbris Strøm AS", number="999000333")
    fjord = make_organisation("Fjord Partner AS", number="999000222", kind="partner")
    skog = make_organisation("Skog Service AS", number="999000444", kind="partner")
    kundehuset = make_organisation("Havbris Kundehuset", number="999000555", kind="in_house")
    return World(
        nordlys=nordlys,
        havbris=havbris,
        fjord=fjord,
        skog=skog,
        kundehuset=kundehuset,
        contract=make_contract("nordlys-fjord", buyer=nordlys, vendor=fjord),
        rival_contract=make_contract("nordlys-skog", buyer=nordlys, vendor=skog),
        foreign_contract=make_contract("havbris-fjord", buyer=havbris, vendor=fjord),
        inhouse_contract=make_contract("havbris-inhouse", buyer=havbris, vendor=kundehuset),
        buyer_manager=make_user("berit", (nordlys, "buyer_manager")),
        vendor_lead=make_user("vidar", (fjord, "vendor_lead")),
        auditor=make_user("asta", (nordlys, "auditor")),
        outsider=make_user("una", (havbris, "buyer_manager")),
        rival=make_user("rune", (skog, "vendor_lead")),
        operator=make_user("odd", is_operator=True),
        nobody=make_user("nils"),
    )


@pytest.fixture
def contract(world: World) -> Contract:
    """The contract that buyer_manager and vendor_lead share."""
    return world.contract


@pytest.fixture
def buyer_manager(world: World) -> User:
    """Manager at the contract's buyer."""
    return world.buyer_manager


@pytest.fixture
def vendor_lead(world: World) -> User:
    """Lead at the contract's vendor, who also serves another buyer."""
    return world.vendor_lead


@pytest.fixture
def outsider(world: World) -> User:
    """Manager at another buyer, with no part in the contract."""
    return world.outsider


@pytest.fixture
def auditor(world: World) -> User:
    """Reads everything of the contract's buyer, changes nothing."""
    return world.auditor


@pytest.fixture
def operator(world: World) -> User:
    """Runs the installation and sees no tenant's data."""
    return world.operator
