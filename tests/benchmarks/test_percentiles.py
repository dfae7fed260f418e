"""Percentiles from bins of an eighth of a doubling."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from benchmarks.percentiles import BINS_PER_DOUBLING, from_bins


def binned(values: list[int]) -> Counter[int]:
    return Counter(math.floor(BINS_PER_DOUBLING * math.log2(value)) for value in values)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_even_spread_is_read_within_one_percent(share: float) -> None:
    values = list(range(60, 1_260))
    exact = values[math.ceil(share * len(values)) - 1]
    assert from_bins(binned(values), share) == pytest.approx(exact, rel=0.01)


def test_a_single_length_is_found_in_its_own_bin() -> None:
    # 300 s lie in bin 65, which holds 280 to 304 seconds.
    assert 279 < from_bins(binned([300] * 5), 0.5) < 305


def test_empty_bins_are_passed_over() -> None:
    assert from_bins({40: 0, 65: 10, 80: 0}, 0.9) == from_bins({65: 10}, 0.9)


def test_without_contacts_there_is_no_percentile() -> None:
    with pytest.raises(ValueError, match="no contacts"):
        from_bins({}, 0.5)
