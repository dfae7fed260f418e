"""Files to measure with: a year of the model buyer's contacts as one file, its surveys and sales, from a fixed seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.notes import DELIMITERS, FEEDS, KEY, Notes
from contracts.domain.months import Month, months_between
from kpi_portal.demo.model_buyer.documents import contract_text, profile_text
from kpi_portal.demo.model_buyer.exports import Outbox
from kpi_portal.demo.model_buyer.months import Plan, UnitMonth, unit_month
from kpi_portal.demo.model_buyer.periods import Period
from kpi_portal.demo.model_buyer.roster import Roster
from kpi_portal.demo.model_buyer.story import Story
from kpi_portal.demo.model_buyer.totals import month_totals
from kpi_portal.demo.model_buyer.world import FJORD

SEED = 20261122
DIRTY_SHARE = 0.005
# The unit of the story, with all of the buyer's contacts from the first month on.
UNIT = replace(FJORD, key=KEY, share=(1.0, 1.0), seats=(150, 150))


def make(folder: Path, *, contacts_a_year: int, first: Month, blocks: Sequence[int]) -> Notes:
    """Write the months from the first one, so many into each file; 1,000,000 contacts are about 240 MB."""
    periods = _periods(first, blocks)
    last_day = periods[-1].last
    plan = Plan(SEED, first, Story(), contacts_a_year, DIRTY_SHARE)
    outbox = Outbox(folder, UNIT, last_day, periods)
    months: list[UnitMonth] = []
    totals: Counter[str] = Counter()
    mended: dict[str, Counter[str]] = {}  # month -> what its corrected day adds

    def counted() -> Iterator[UnitMonth]:
        roster = Roster(SEED, UNIT)
        for month in months_between(first, Month.of(last_day)):
            made = unit_month(plan, UNIT, roster, month)
            assert made is not None
            sent, true = (month_totals(made, UNIT, last_day, is_corrected=late)["counts"] for late in (False, True))
            totals.update(sent)
            mended[str(month)] = Counter({name: true[name] - sent[name] for name in sent})
            yield made
            months.append(made.without_rows())

    contacts = list(outbox.contacts(counted()))
    sent = [*contacts, *outbox.surveys(months), *outbox.sales(months)]
    whole = [one for one in sent if not one.corrects]
    corrected = max((one for one in contacts if one.corrects), key=lambda one: one.lines)
    added = mended[str(Month.of(corrected.first_day))]
    notes = Notes(
        first=str(first),
        files={feed: [one.file for one in whole if one.feed == feed] for feed in FEEDS},
        corrected=corrected.file,
        rows={feed: sum(one.lines - 1 for one in whole if one.feed == feed) for feed in FEEDS},
        rejected={feed: sum(sum(one.rejected.values()) for one in whole if one.feed == feed) for feed in FEEDS},
        totals=dict(totals),
        totals_corrected={name: value + added[name] for name, value in totals.items()},
    )
    _write_documents(folder, first)
    notes.save(folder)
    return notes


def quote(source: Path, target: Path) -> None:
    """The same files with quote signs around every cell. No cell of the model buyer holds one, or a delimiter."""
    notes = Notes.load(source)
    for feed, names in notes.files.items():
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            between = f'"{DELIMITERS[feed]}"'.encode()
            text = (source / name).read_bytes().replace(DELIMITERS[feed].encode(), between)
            (target / name).write_bytes(b'"' + text.replace(b"\n", b'"\n"')[:-1])
    _write_documents(target, Month.parse(notes.first))
    notes.save(target)


def _periods(first: Month, blocks: Sequence[int]) -> tuple[Period, ...]:
    """Periods of so many months each, one after the other."""
    found: list[Period] = []
    for length in blocks:
        last = first.plus(length - 1)
        found.append(Period(first.first_day, last.last_day))
        first = last.next
    return tuple(found)


def _write_documents(folder: Path, first: Month) -> None:
    """The contract and the source profiles."""
    (folder / "contract.yaml").write_text(contract_text(UNIT.key, first, Story()), encoding="utf-8")
    for name in FEEDS.values():
        (folder / f"{name}.yaml").write_text(profile_text(name), encoding="utf-8")
