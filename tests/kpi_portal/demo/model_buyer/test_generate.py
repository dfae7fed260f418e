"""The model buyer's files: the same every time, unmoved by time, and equal to the totals that go with them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpi_portal.demo.model_buyer.exports import Sent
from kpi_portal.demo.model_buyer.generate import generate, generate_since
from kpi_portal.demo.model_buyer.world import UNITS
from tests.kpi_portal.demo.model_buyer.conftest import World, made_world
from tests.kpi_portal.demo.model_buyer.recount import kept_rows, months, read

KEYS = [unit.key for unit in UNITS]
# Counts that follow from others.
DERIVED = {"handled_timed": "handled", "sale_known": "handled"}


def prints(folder: Path) -> dict[str, str]:
    """Every file's fingerprint, by its name below the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_order_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    again = made_world(tmp_path, world.order.last_day)
    assert prints(again.folder) == prints(world.folder)


def test_another_seed_gives_other_contacts(world: World, tmp_path: Path) -> None:
    other = prints(made_world(tmp_path, world.order.last_day, seed=2).folder)
    same = {name for name, value in prints(world.folder).items() if other.get(name) == value and name.endswith(".csv")}
    assert same == set()


def test_history_stays_when_time_moves_on(world: World, tmp_path: Path) -> None:
    """A closed month's file and every day's file are the same a week later."""
    later = prints(made_world(tmp_path, date(2026, 11, 1), daily_days=38).folder)
    earlier = {name: value for name, value in prints(world.folder).items() if "nordlys-fjord/" in name}
    files = {name for name in earlier if name.startswith("files/")}
    assert len(files) > 90
    assert {name for name in files if later.get(name) != earlier[name]} == set()


@pytest.mark.parametrize("since", [date(2026, 10, 1), date(2026, 10, 24)], ids=str)
def test_the_newest_files_can_be_had_first_and_are_the_same(since: date, world: World, tmp_path: Path) -> None:
    sent = generate_since(replace(world.order, folder=tmp_path), since)
    assert sent == tuple(one for one in world.made.files if max(one.last_day, held_until(one, world)) >= since)
    whole = prints(world.folder)
    assert {name: value for name, value in prints(tmp_path).items() if whole[name] != value}.keys() == {
        "deliveries.json"
    }


def held_until(sent: Sent, world: World) -> date:
    """A corrected day goes with the file that held it first."""
    held = [one.last_day for one in world.made.files if not one.corrects and one.contract == sent.contract
            and one.feed == sent.feed and one.first_day <= sent.first_day <= one.last_day]  # fmt: skip
    return max(held)


def test_the_rows_of_a_day_are_the_same_in_any_file(world: World, tmp_path: Path) -> None:
    whole = made_world(tmp_path, world.order.last_day, daily_days=0)
    days = sorted((world.folder / "files/nordlys-fjord").glob("contacts-2026-10-??.csv"))
    together = "".join(path.read_text(encoding="utf-8").partition("\n")[2] for path in days)
    running = whole.folder / "files/nordlys-fjord/contacts-2026-10-01_2026-10-25.csv"
    assert len(days) == 25
    assert running.read_text(encoding="utf-8").partition("\n")[2] == together


@pytest.mark.parametrize("key", KEYS)
def test_the_totals_are_those_of_a_recount_of_the_files(world: World, key: str) -> None:
    counted = months(kept_rows(world.folder, key))
    told = world.made.totals["contracts"][key]["months"]
    assert {month for month, _ in counted} == set(told)
    for month, totals in told.items():
        for channel, counts in totals["by_channel"].items():
            expected = counted[month, channel]
            found = {name: value for name, value in counts.items() if name not in DERIVED}
            assert found == {name: expected[name] for name in found}, (month, channel)
            assert {counts[name] - counts[source] for name, source in DERIVED.items()} == {0}


@pytest.mark.parametrize("key", KEYS)
def test_all_that_is_wrong_with_the_files_is_counted(world: World, key: str) -> None:
    kept = kept_rows(world.folder, key)
    for feed in ("contacts", "surveys", "sales"):
        told = [faults[feed] for faults in world.made.totals["contracts"][key]["faults"].values() if feed in faults]
        rejected: Counter[str] = Counter()
        for faults in told:
            rejected.update(faults["rejected"])
        assert sum(faults["lines"] for faults in told) == kept.lines[feed]
        assert rejected == kept.rejected[feed]
        assert sum(faults["duplicate"] for faults in told) == kept.duplicate[feed]


def test_answers_without_a_contact_are_counted(world: World) -> None:
    kept = kept_rows(world.folder, "nordlys-fjord")
    lost = [contact for contact, _ in kept.surveys if contact not in kept.contacts]
    told = world.made.totals["contracts"]["nordlys-fjord"]["faults"].values()
    assert len(lost) == sum(faults["surveys"]["unmatched"] for faults in told) > 0
    assert {sale["contact_id"] for sale in kept.sales.values()} <= set(kept.contacts)


def test_the_leading_contract_has_every_kind_of_fault(world: World) -> None:
    rejected = kept_rows(world.folder, "nordlys-fjord").rejected
    assert len(rejected["contacts"]) == 7
    assert len(rejected["surveys"]) == 3
    assert len(rejected["sales"]) == 2


def test_the_totals_lie_beside_the_files(world: World) -> None:
    assert json.loads((world.folder / "totals.json").read_text(encoding="utf-8")) == world.made.totals
    sent = json.loads((world.folder / "deliveries.json").read_text(encoding="utf-8"))
    assert [one["file"] for one in sent] == [one.file for one in world.made.files]
    assert {one["file"] for one in sent} == {name for name in prints(world.folder) if name.startswith("files/")}


def test_without_dirt_the_totals_are_the_same(world: World, tmp_path: Path) -> None:
    clean = generate(replace(world.order, folder=tmp_path, dirty_share=0.0))
    assert [sent for sent in clean.files if sent.rejected or sent.unmatched] == []
    for key in KEYS:
        assert clean.totals["contracts"][key]["months"] == world.made.totals["contracts"][key]["months"]


def test_a_corrected_day_comes_again_and_changes_wrap_times_only(world: World) -> None:
    corrections = [sent for sent in world.made.files if sent.corrects]
    assert {sent.first_day.month for sent in corrections} == {8, 10}
    for sent in corrections:
        second = {row["contact_id"]: row for row in read(world.folder / sent.file, ";")}
        held = next(one for one in world.made.files if one.contract == sent.contract and one.feed == "contacts"
                    and not one.corrects and one.first_day <= sent.first_day <= one.last_day)  # fmt: skip
        first = {row["contact_id"]: row for row in read(world.folder / held.file, ";") if row["contact_id"] in second}
        assert world.made.files.index(held) < world.made.files.index(sent)
        changed = [name for key, row in second.items() for name in row if row[name] != first[key][name]]
        assert set(changed) == {"wrap_s", "updated"}
        assert sent.duplicate == len(second) - changed.count("wrap_s") > 0


def test_a_correction_that_has_not_come_leaves_the_totals_as_first_sent(tmp_path: Path) -> None:
    """The corrected day of August, counted the evening before its second file."""
    early = made_world(tmp_path / "early", date(2026, 8, 31))
    day = next(sent.first_day for sent in early.made.files if sent.corrects)
    before = made_world(tmp_path / "before", day)
    assert not any(sent.corrects for sent in before.made.files)
    counted = months(kept_rows(before.folder, "nordlys-fjord"))
    told = before.made.totals["contracts"]["nordlys-fjord"]["months"]["2026-08"]["by_channel"]["phone"]
    assert counted["2026-08", "phone"]["wrap_seconds"] == told["wrap_seconds"]


def test_the_last_31_days_come_one_by_one(world: World) -> None:
    for feed in ("contacts", "surveys", "sales"):
        sent = [one for one in world.made.files if one.contract == "nordlys-fjord" and one.feed == feed]
        days = [one for one in sent if one.first_day == one.last_day and not one.corrects]
        assert len(days) == 31
        assert [Path(one.file).stem for one in sent if one.first_day != one.last_day] == [
            f"{feed}-2026-08",
            f"{feed}-2026-09-01_2026-09-24",
        ]


def test_a_sale_that_is_taken_back_comes_again(world: World) -> None:
    seen: dict[str, int] = {}
    for sent in world.made.files:
        if sent.contract == "nordlys-fjord" and sent.feed == "sales":
            for row in read(world.folder / sent.file, ","):
                seen[row["sale_id"]] = seen.get(row["sale_id"], 0) + bool(row["withdrawn"] or row["cancelled"])
    kept = kept_rows(world.folder, "nordlys-fjord").sales
    taken_back = [sale for sale in kept.values() if sale["withdrawn"] or sale["cancelled"]]
    assert len(taken_back) > 3
    assert all(seen[sale["sale_id"]] >= 1 for sale in taken_back)
    assert all(sale["accepted"] for sale in taken_back)
