"""Contact files of the example: made up, but with the shape of real ones, dirt included.

The same month always gives the same bytes. What a month should show (handling time, satisfaction, sales) is met
exactly, by dealing out shares and by scaling, so that every month of every year tells the same story.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.domain.months import Month

HEADER = (
    "contact_id", "started", "channel", "direction", "queue", "topic", "brand", "agent", "customer", "outcome",
    "wait_s", "talk_s", "hold_s", "wrap_s", "resolved", "transferred", "csat", "sold", "product", "units", "value",
)  # fmt: skip
ZONE = ZoneInfo("Europe/Oslo")
CHANNELS = (("phone", 75), ("chat", 20), ("email", 5))
BRANDS = (("nordlys", 70), ("nice", 30))
QUEUES = {
    "Invoice": ("Invoice amount", "Payment date", "Reminder fee"),
    "Technical": ("No coverage", "Slow data", "Phone settings"),
    "Subscription": ("Change of plan", "Upgrade", "Family plan"),
    "Orders": ("Delivery", "Return", "SIM card"),
    "Leaving": ("Cancellation", "Number moved"),
}
QUEUE_WEIGHTS = (30, 25, 22, 15, 8)
PRODUCTS = (("Mobil 10 GB", 299), ("Mobil 40 GB", 399), ("Mobil Fri", 549), ("Bredbånd 100", 699))
HOUR_WEIGHTS = {8: 7, 9: 10, 10: 11, 11: 10, 12: 9, 13: 10, 14: 10, 15: 9, 16: 7, 17: 5, 18: 5, 19: 4, 20: 3}
DAY_WEIGHTS = (13, 11, 10, 10, 11, 5, 3)
AGENTS = tuple(f"agent{number:02d}" for number in range(1, 31))


@dataclass(frozen=True, slots=True)
class Story:
    """What a month should show. Seconds by channel, shares as fractions of handled (of surveyed for satisfied)."""

    contacts: int
    handle_s: dict[str, int]
    wait_s: int
    abandoned_share: float
    surveyed_share: float
    satisfied_share: float
    sold_share: float


IN_BALANCE = Story(
    contacts=2050,
    handle_s={"phone": 344, "chat": 372, "email": 402},
    wait_s=17,
    abandoned_share=0.035,
    surveyed_share=0.25,
    satisfied_share=0.86,
    sold_share=0.068,
)
# The second month: phone calls take too long, people wait longer, and satisfaction slips below its band.
OUT_OF_BALANCE = replace(
    IN_BALANCE,
    contacts=2160,
    handle_s={"phone": 405, "chat": 379, "email": 404},
    wait_s=41,
    abandoned_share=0.062,
    satisfied_share=0.765,
    sold_share=0.063,
)


@dataclass(slots=True)
class Draft:
    """One contact while it is being made up."""

    started: datetime
    channel: str
    brand: str
    queue: str
    topic: str
    is_handled: bool
    handle_s: int = 0
    csat: int | None = None
    is_sold: bool = False


def contact_file(month: Month, story: Story, *, name: str) -> bytes:
    """A CSV file as an export of a telephone system might be; `name` tells contracts apart."""
    rng = random.Random(f"{name} {month}")  # noqa: S311 made-up data, not secrets
    drafts = sorted(_drafts(rng, month, story), key=lambda draft: draft.started)
    handled = [draft for draft in drafts if draft.is_handled]
    _deal_handling(rng, handled, story)
    _deal_surveys(rng, handled, story)
    for draft in rng.sample(handled, round(len(handled) * story.sold_share)):
        draft.is_sold = True
    rows = [_row(rng, f"{name[:2].upper()}{month.year}{month.number:02d}{n:05d}", draft, story)
            for n, draft in enumerate(drafts, 1)]  # fmt: skip
    return _written(_with_dirt(rng, rows))


def _drafts(rng: random.Random, month: Month, story: Story) -> Iterator[Draft]:
    days = [month.first_day + timedelta(days=n) for n in range(month.last_day.day)]
    day_weights = [DAY_WEIGHTS[day.weekday()] for day in days]
    abandoned = set(rng.sample(range(story.contacts), round(story.contacts * story.abandoned_share)))
    channels = _dealt(rng, CHANNELS, story.contacts)
    brands = _dealt(rng, BRANDS, story.contacts)
    for n in range(story.contacts):
        day = rng.choices(days, day_weights)[0]
        hour = rng.choices(list(HOUR_WEIGHTS), list(HOUR_WEIGHTS.values()))[0]
        started = datetime(day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60), tzinfo=ZONE)
        queue = rng.choices(list(QUEUES), QUEUE_WEIGHTS)[0]
        is_handled = n not in abandoned or channels[n] == "email"
        yield Draft(started, channels[n], brands[n], queue, rng.choice(QUEUES[queue]), is_handled)


def _dealt(rng: random.Random, shares: Sequence[tuple[str, int]], count: int) -> list[str]:
    """Exactly the given shares (of 100), in random order."""
    cards = [name for name, share in shares for _ in range(math.ceil(count * share / 100))][:count]
    rng.shuffle(cards)
    return cards


def _deal_handling(rng: random.Random, handled: list[Draft], story: Story) -> None:
    """Handling times are skewed, as real ones are; scaling makes each channel's mean what the story says."""
    for channel, mean_s in story.handle_s.items():
        drafts = [draft for draft in handled if draft.channel == channel]
        draws = [rng.lognormvariate(0, 0.55) for _ in drafts]
        scale = mean_s * len(draws) / sum(draws)
        for draft, draw in zip(drafts, draws, strict=True):
            draft.handle_s = max(30, round(draw * scale))


def _deal_surveys(rng: random.Random, handled: list[Draft], story: Story) -> None:
    surveyed = rng.sample(handled, round(len(handled) * story.surveyed_share))
    satisfied = round(len(surveyed) * story.satisfied_share)
    for place, draft in enumerate(surveyed):
        draft.csat = rng.choice((4, 5, 5)) if place < satisfied else rng.choice((1, 2, 3, 3))


def _row(rng: random.Random, contact_id: str, draft: Draft, story: Story) -> dict[str, str]:
    started_utc = draft.started.astimezone(UTC)
    # Letters wait longer for a free agent than people do.
    mean_wait_s = story.wait_s * (3 if draft.channel == "email" else 1)
    wait_s = min(1200, int(rng.expovariate(1 / mean_wait_s)))
    row = dict.fromkeys(HEADER, "") | {
        "contact_id": contact_id,
        "started": started_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "channel": draft.channel,
        "direction": "in",
        "queue": draft.queue,
        "topic": draft.topic,
        "brand": draft.brand,
        "customer": f"K{rng.randrange(100_000, 140_000)}",
        "outcome": "answered" if draft.is_handled else "abandoned",
        "wait_s": str(wait_s if draft.is_handled else 20 + int(rng.expovariate(1 / 90))),
    }
    return row | _handled_values(rng, draft) if draft.is_handled else row


def _handled_values(rng: random.Random, draft: Draft) -> dict[str, str]:
    wrap_s = round(draft.handle_s * rng.uniform(0.08, 0.22))
    hold_s = round(draft.handle_s * rng.uniform(0, 0.15)) if draft.channel == "phone" else 0
    values = {
        "agent": rng.choice(AGENTS),
        "talk_s": str(draft.handle_s - wrap_s - hold_s),
        "hold_s": str(hold_s),
        "wrap_s": str(wrap_s),
        "resolved": "yes" if rng.random() < 0.82 else "no",
        "transferred": "yes" if rng.random() < 0.07 else "no",
        "csat": "" if draft.csat is None else str(draft.csat),
        "sold": "yes" if draft.is_sold else "no",
    }
    if draft.is_sold:
        product, price = rng.choice(PRODUCTS)
        units = rng.choice((1, 1, 1, 1, 2))
        values |= {"product": product, "units": str(units), "value": f"{price * units},00"}
    return values


def _with_dirt(rng: random.Random, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A few rows that no one can use, each for another reason, and a few that were exported twice."""
    spoilt: tuple[dict[str, str], ...] = (
        {"channel": "fax"},
        {"started": "2026-02-31T10:00:00Z"},
        {"started": "yesterday"},
        {"talk_s": "-40"},
        {"wrap_s": "soon"},
        {"csat": "9"},
        {"contact_id": ""},
        {"outcome": "lost"},
        {"started": "2019-05-06T09:30:00Z"},
    )
    handled = [row for row in rows if row["talk_s"]]
    dirty = [row | {"contact_id": f"X{n}-{row['contact_id']}"} | fault
             for n, (row, fault) in enumerate(zip(rng.sample(handled, len(spoilt)), spoilt, strict=True))]  # fmt: skip
    mixed = list(rows)
    for row in [*dirty, *rng.sample(rows, 3)]:
        mixed.insert(rng.randrange(len(mixed)), row)
    return mixed


def _written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
