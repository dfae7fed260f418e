"""Every line of a file is accounted for once."""

from __future__ import annotations

import pytest

from metrics.domain.line_balance import NAMES, BalanceBroken, LineBalance, conflicts_are_too_many


def test_lines_are_the_sum_of_the_rest() -> None:
    LineBalance(lines=100, header=1, blank=2, accepted=90, duplicate=4, rejected=3).check()
    LineBalance().check()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "lines"])
def test_one_line_too_few_or_too_many_is_noticed(name: str) -> None:
    with pytest.raises(BalanceBroken):
        LineBalance(lines=1, **{name: 2}).check()
    with pytest.raises(BalanceBroken):
        LineBalance(**{name: 1}).check()
    with pytest.raises(BalanceBroken):
        LineBalance(lines=0, accepted=1, **{name: -1} if name != "accepted" else {}).check()


@pytest.mark.parametrize(
    ("conflicts", "rows", "too_many"), [(0, 0, False), (1, 100, False), (2, 100, True), (1, 99, True)]
)
def test_more_than_one_conflict_in_a_hundred_rows_is_too_many(conflicts: int, rows: int, too_many: bool) -> None:
    assert conflicts_are_too_many(conflicts, rows) is too_many
