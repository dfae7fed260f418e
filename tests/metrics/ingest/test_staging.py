"""Several rows of one key, rows without a key, rows of other contracts; and the balance of all lines."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.metrics.ingest.boxes import Taken, lines, profile, row, take_in

HEADER = "id;started;outcome;wait;talk;updated;score"
NEWEST: dict[str, Any] = {
    "on_change": "newest_wins",
    "more": "updated_at: {from: [updated]}\nsurvey: {score: {from: [score]}, scale_min: 1, scale_max: 5}",
}


def version(number: int, talk: int, updated: str = "", score: str = "") -> str:
    stamp = f"2026-10-{updated} 00:00:00" if updated else ""
    return row(number, talk=str(talk), updated=stamp, score=score)


def take(folder: Path, *rows: str, **facts: Any) -> Taken:
    folder.mkdir(exist_ok=True)
    return take_in(folder, lines(*rows, header=HEADER), profile(**facts))


def test_the_newest_version_wins_wherever_it_stands(tmp_path: Path) -> None:
    rows = [version(1, 10, "06"), version(1, 30, "08"), version(1, 20, "07"), version(1, 5)]
    for number, order in enumerate(permutations(rows)):
        taken = take(tmp_path / str(number), *order, **NEWEST)
        assert taken.one()["talk_s"] == 30
        assert taken.counts("lines", "staged", "stale", "duplicate") == (5, 1, 3, 0)


def test_of_two_stories_with_one_time_the_same_wins_in_any_order(tmp_path: Path) -> None:
    rows = [version(1, 10, "06"), version(1, 30, "06")]
    found = [take(tmp_path / name, *order, **NEWEST).one() for name, order in (("a", rows), ("b", rows[::-1]))]

    assert found[0]["talk_s"] == found[1]["talk_s"]
    assert found[0]["content_hash"] == found[1]["content_hash"]


def test_the_same_row_again_is_a_duplicate_and_a_changed_one_stale(tmp_path: Path) -> None:
    taken = take(tmp_path, version(1, 10), version(1, 20), version(1, 20), version(2, 1))

    assert taken.counts("staged", "duplicate", "stale") == (2, 1, 1)
    assert [(found["line"], found["talk_s"]) for found in taken.rows()] == [(4, 20), (5, 1)]


def test_where_the_profile_calls_it_a_conflict_the_first_story_stays(tmp_path: Path) -> None:
    others = [version(number, 1) for number in range(2, 20)]
    taken = take(tmp_path, version(1, 10), version(1, 20), version(1, 10), *others, on_change="conflict")

    assert taken.counts("staged", "duplicate", "stale", "rejected") == (19, 1, 0, 1)
    assert [(found["line"], found["code"]) for found in taken.rejected] == [(3, "conflict")]
    assert taken.rejected[0]["values"]["id"] == "C1"
    assert taken.rows()[0]["talk_s"] == 10


def test_another_score_for_the_same_contact_is_a_conflict_too(tmp_path: Path) -> None:
    others = [version(number, 1) for number in range(2, 20)]
    more = "survey: {score: {from: [score]}, scale_min: 1, scale_max: 5}"
    rows = [version(1, 10, score="4"), version(1, 10, score="2"), *others]
    taken = take(tmp_path, *rows, on_change="conflict", more=more)

    assert [(found["line"], found["code"]) for found in taken.rejected] == [(3, "conflict")]
    assert taken.one("surveys")["score"] == 4


def test_a_corrected_contact_does_not_wipe_its_survey(tmp_path: Path) -> None:
    taken = take(tmp_path, version(1, 10, "06", "5"), version(1, 20, "07"), **NEWEST)

    assert (taken.one()["talk_s"], taken.one("surveys")["score"]) == (20, 5)


def test_a_file_in_two_parts_holds_the_surveys_of_the_whole(tmp_path: Path) -> None:
    rows = [version(1, 10, "06", "5"), version(1, 20, "07"), version(1, 20, "08", "2")]
    whole = take(tmp_path / "whole", *rows, **NEWEST)
    parts = [take(tmp_path / str(number), part, **NEWEST).rows("surveys") for number, part in enumerate(rows)]

    newest = max((survey for part in parts for survey in part), key=lambda survey: str(survey["updated_at"]))
    assert whole.one("surveys")["score"] == newest["score"] == 2


def test_equal_content_has_an_equal_hash_whatever_the_file(tmp_path: Path) -> None:
    """Deliveries are compared by it: DuckDB's hash and the order of our words must not change unnoticed."""
    found = [take(tmp_path / name, *rows).rows() for name, rows in (
        ("a", [version(1, 10)]), ("b", [version(2, 7), version(1, 10)]),
    )]  # fmt: skip

    assert found[0][0]["content_hash"] == found[1][1]["content_hash"]
    assert found[0][0]["content_hash"] == 8506440390939693608


LEGS = "{from: [leg]}"


def test_legs_of_one_contact_are_rows_of_their_own(tmp_path: Path) -> None:
    of = profile(key="[contact_id, leg_no]", columns={"leg_no": LEGS})
    header = "id;started;outcome;wait;talk;leg"
    content = lines(row(1, leg="1"), row(1, leg="2"), row(1, leg="2"), header=header)
    taken = take_in(tmp_path, content, of)

    assert [(found["contact_id"], found["leg_no"]) for found in taken.rows()] == [("C1", 1), ("C1", 2)]
    assert taken.counts("duplicate") == (1,)


def by_row() -> Any:
    return profile(key="row", columns={"contact_id": None})


def test_equal_rows_without_an_id_are_different_contacts(tmp_path: Path) -> None:
    taken = take_in(tmp_path, lines(row(1), row(1), row(2)), by_row())
    keys = [found["contact_id"] for found in taken.rows()]

    assert len(set(keys)) == 3
    assert [key.rsplit("-", 1)[1] for key in keys] == ["1", "2", "1"]
    assert keys[0].rsplit("-", 1)[0] == keys[1].rsplit("-", 1)[0]
    assert [warning["code"] for warning in taken.report.warnings] == ["columns_dropped", "row_key"]


def test_a_row_without_an_id_is_known_again_in_another_order(tmp_path: Path) -> None:
    rows = [row(1), row(1), row(2), row(3)]
    found = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        found.append({key["contact_id"] for key in take_in(folder, lines(*rows), by_row()).rows()})
        random.Random(7).shuffle(rows)

    assert found[0] == found[1]


ROUTED: dict[str, Any] = {
    "columns": {"queue": "{from: [queue]}"},
    "more": "routing: {field: queue, brands: {Support: nordlys, Sales: nice, Back office: null}}",
}


def test_rows_of_another_contract_are_counted_and_neither_stored_nor_shown(tmp_path: Path) -> None:
    header = "id;started;outcome;wait;talk;queue"
    content = lines(
        row(1, queue="Support"), row(2, queue="Sales"), row(3, queue="Back office"), row(4, queue="Bank"),
        row(5, talk="secret", queue="Bank"), row(6, queue=""), header=header,
    )  # fmt: skip
    taken = take_in(tmp_path, content, profile(**ROUTED))

    assert taken.counts("lines", "header", "elsewhere", "rejected", "staged") == (7, 1, 3, 0, 3)
    assert [found["brand"] for found in taken.rows()] == ["nordlys", "nice", None]
    assert taken.rejected == []


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    """A file with a bit of everything."""
    header = "id;started;outcome;wait;talk;queue"
    good = [row(number, queue="Support") for number in range(1, 40)]
    content = lines(
        *good, row(1, queue="Support"), row(2, talk="9", queue="Support"), "", ";;;;;", row(50, queue="Bank"),
        row(51, talk="x", queue="Support"), row(52, queue='"Sup\nport"'), row(53, queue='"Support'), header=header,
    )  # fmt: skip
    taken = take_in(tmp_path, content, profile(**ROUTED))
    counts = dict(taken.report.counts)

    assert counts == {
        "lines": 49, "header": 1, "blank": 2, "continuation": 1, "duplicate": 1, "stale": 1, "elsewhere": 2,
        "rejected": 2, "staged": 39,
    }  # fmt: skip
    assert counts.pop("lines") == sum(counts.values())
    assert taken.report.reasons == {"bad_duration": 1, "stray_quote": 1}


@pytest.mark.parametrize(("bad", "refused"), [(2, None), (3, "too_many_rejected")])
def test_a_fifth_of_the_rows_may_be_rejected_and_no_more(bad: int, refused: str | None, tmp_path: Path) -> None:
    rows = [row(number, talk="x") for number in range(bad)] + [row(number) for number in range(bad, 10)]
    taken = take_in(tmp_path, lines(*rows, "", ";;;;"))

    assert taken.refused == refused
    assert taken.counts("rejected", "blank") == (bad, 2)
    assert len(taken.rejected) == bad
    assert bool(taken.rows()) == (refused is None)


def test_months_are_those_of_the_staged_rows(tmp_path: Path) -> None:
    content = lines(row(1, "2026-10-31 23:59:59"), row(2, "2026-11-01 00:00:00"), row(3, "2026-09-01 00:00:00"),
                    row(3, "2026-08-31 23:59:59"))  # fmt: skip

    assert take_in(tmp_path, content).report.months == ("2026-08", "2026-10", "2026-11")


def test_contacts_of_several_months_get_a_file_for_each(tmp_path: Path) -> None:
    rows = [row(1, "2026-09-30 23:59:59"), row(2, "2026-10-01 00:00:00"), row(2, "2026-10-01 00:00:00")]
    taken = take_in(tmp_path, lines(*rows))
    names = sorted(path.name for path in taken.out.glob("*.parquet"))
    assert names == ["contacts-2026-09.parquet", "contacts-2026-10.parquet"]
    assert [each["contact_id"] for each in taken.rows()] == ["C1", "C2"]
    assert taken.counts("staged", "duplicate") == (2, 1)
