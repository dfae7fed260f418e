"""The parties of the model: what customers ask about and buy, and who answers under which contract."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Topic:
    """A contact reason. `pace`: handle time as a multiple of the channel's level; `sells`: openings for an offer."""

    name: str
    queue: str
    weight: float
    pace: float
    sells: float


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold in a service contact; price in whole NOK for one unit."""

    name: str
    kind: str  # new, upgrade, retained
    price: int
    weight: float


@dataclass(frozen=True, slots=True)
class Trade:
    """One buyer's business: contact reasons, products, the brand it always had and the one that joins later."""

    topics: tuple[Topic, ...]
    products: tuple[Product, ...]
    brands: tuple[str, str]
    customers: int  # for each thousand contacts a year


@dataclass(frozen=True, slots=True)
class Unit:
    """Who answers under one contract. Pairs hold the value before and after the buyer keeps one partner only.

    `share` is of the buyer's contacts a year, `pace` a multiple of the usual handle time, `satisfied` is added to the
    chance of a satisfied answer, `sells` multiplies the offers, `decline` is the monthly fall of the handle time.
    """

    key: str
    letters: str  # begin every contact id and agent name
    trade: Trade
    share: tuple[float, float]
    seats: tuple[int, int]
    sites: tuple[str, ...]
    team_size: int
    prices: tuple[tuple[str, Decimal], ...]  # by channel; none: no invoice
    commission: Decimal | None
    pace: float = 1.0
    satisfied: float = 0.0
    sells: float = 1.0
    decline: float = 0.0
    leads: bool = False  # the contract that the story is about
    delimiter: str = ";"
    months_a_file: int = 6  # calendar halves


NORDLYS = Trade(
    topics=(
        Topic("Invoice amount", "Invoice", 13, 0.95, 0.9),
        Topic("Payment date", "Invoice", 7, 0.68, 0.5),
        Topic("Reminder fee", "Invoice", 5, 0.85, 0.4),
        Topic("No coverage", "Technical", 8, 1.32, 0.5),
        Topic("Slow data", "Technical", 8, 1.26, 1.3),
        Topic("Phone settings", "Technical", 7, 1.12, 0.6),
        Topic("SMS codes", "Technical", 4, 0.88, 0.3),
        Topic("Change of plan", "Subscription", 12, 1.06, 2.0),
        Topic("Data top-up", "Subscription", 6, 0.72, 1.5),
        Topic("Family plan", "Subscription", 5, 1.22, 2.1),
        Topic("Delivery", "Orders", 7, 0.78, 0.5),
        Topic("Return", "Orders", 4, 0.94, 0.4),
        Topic("SIM card", "Orders", 5, 0.80, 0.7),
        Topic("Cancellation", "Leaving", 6, 1.18, 1.4),
        Topic("Number moved", "Leaving", 3, 1.02, 0.6),
    ),
    products=(
        Product("Mobil 10 GB", "new", 299, 24),
        Product("Mobil 40 GB", "upgrade", 399, 30),
        Product("Mobil Fri", "upgrade", 549, 18),
        Product("Bredbånd 100", "new", 699, 10),
        Product("Datapakke", "new", 99, 10),
        Product("Avtale beholdt", "retained", 349, 8),
    ),
    brands=("nordlys", "nice"),
    customers=320,
)
HAVBRIS = Trade(
    topics=(
        Topic("Bill amount", "Billing", 22, 0.95, 0.8),
        Topic("Payment plan", "Billing", 9, 1.05, 0.3),
        Topic("Meter reading", "Meter", 10, 0.70, 0.4),
        Topic("Moving house", "Agreement", 16, 1.10, 1.5),
        Topic("Price plan", "Agreement", 18, 1.12, 2.0),
        Topic("Power outage", "Grid", 12, 0.66, 0.2),
        Topic("Solar and charging", "Agreement", 6, 1.45, 1.9),
        Topic("Change of supplier", "Leaving", 7, 1.15, 1.2),
    ),
    products=(
        Product("Spotpris", "new", 49, 35),
        Product("Fastpris 1 år", "upgrade", 129, 30),
        Product("Hjemmelading", "new", 249, 20),
        Product("Avtale beholdt", "retained", 99, 15),
    ),
    brands=("havbris", "havbris-bedrift"),
    customers=450,
)


def prices(phone: str, chat: str, email: str) -> tuple[tuple[str, Decimal], ...]:
    """A flat price per contact by channel, in NOK."""
    return (("phone", Decimal(phone)), ("chat", Decimal(chat)), ("email", Decimal(email)))


FJORD = Unit(
    key="nordlys-fjord",
    letters="FJ",
    trade=NORDLYS,
    share=(0.60, 1.0),
    seats=(95, 150),
    sites=("Bodø", "Halden", "Namsos"),
    team_size=15,
    prices=prices("42.00", "31.00", "36.50"),
    commission=Decimal("150.00"),
    decline=0.0053,
    leads=True,
    months_a_file=1,
)
BRE = Unit(
    key="nordlys-bre",
    letters="BR",
    trade=NORDLYS,
    share=(0.40, 0.0),
    seats=(66, 0),
    sites=("Gjøvik", "Notodden"),
    team_size=15,
    prices=prices("40.50", "30.00", "35.00"),
    commission=Decimal("140.00"),
    pace=1.04,
    satisfied=-0.045,
    sells=0.82,
)
IN_HOUSE = Unit(
    key="nordlys-inhouse",
    letters="NI",
    trade=NORDLYS,
    share=(0.04, 0.04),
    seats=(12, 12),
    sites=("Oslo",),
    team_size=12,
    prices=(),
    commission=None,
    pace=1.03,
    satisfied=0.035,
    sells=0.95,
    decline=0.001,
)
KYST = Unit(
    key="havbris-kyst",
    letters="KY",
    trade=HAVBRIS,
    share=(0.06, 0.06),
    seats=(16, 16),
    sites=("Florø",),
    team_size=8,
    prices=prices("39.00", "28.00", "33.00"),
    commission=Decimal("120.00"),
    pace=0.97,
    sells=0.9,
    decline=0.002,
    delimiter=",",
)
UNITS = (FJORD, BRE, IN_HOUSE, KYST)
