"""What changed between two versions of a scorecard."""

from __future__ import annotations

from metrics.domain.scorecard_difference import difference

BEFORE = {
    "version": 1,
    "hash": "sha256:a",
    "kpis": {"aht": {"value": "432", "interval": None}, "csat": {"interval": ["0.72", "0.75"]}},
    "score": {"lost": [{"kpi": "aht", "points": "13.95"}]},
    "slices": [{"by": {"channel": "phone"}, "cost": "10.00"}, {"by": {"channel": "chat"}, "cost": "5.00"}],
    "cost": {"lines": [{"kind": "volume", "channel": "phone", "amount": "10.00"}]},
}


def test_nothing_changed_but_the_issue() -> None:
    assert difference(BEFORE, {**BEFORE, "version": 2, "hash": "sha256:b", "inputs": {"deliveries": ["d"]}}) == []


def test_each_changed_figure_stands_with_before_and_after() -> None:
    after = {
        **BEFORE,
        "kpis": {"aht": {"value": "431", "interval": None}, "csat": {"interval": ["0.71", "0.75"]}},
        "score": {"lost": []},
    }
    assert difference(BEFORE, after) == [
        {"path": "kpis.aht.value", "before": "432", "after": "431"},
        {"path": "kpis.csat.interval", "before": ["0.72", "0.75"], "after": ["0.71", "0.75"]},
        {"path": "score.lost", "before": None, "after": []},
        {"path": "score.lost[aht].kpi", "before": "aht", "after": None},
        {"path": "score.lost[aht].points", "before": "13.95", "after": None},
    ]


def test_slices_and_lines_are_told_apart_by_what_they_are_not_by_their_place() -> None:
    after = {
        **BEFORE,
        "slices": [{"by": {"channel": "chat"}, "cost": "6.00"}, {"by": {"channel": "phone"}, "cost": "10.00"}],
        "cost": {"lines": [{"kind": "volume", "channel": "phone", "amount": "11.00"}]},
    }
    assert [(change["path"], change["after"]) for change in difference(BEFORE, after)] == [
        ("slices[channel=chat].cost", "6.00"),
        ("cost.lines[volume,phone].amount", "11.00"),
    ]


def test_an_incident_that_was_loaded_later_is_named_by_its_key() -> None:
    after = {**BEFORE, "incidents": [{"label": "R-1", "key": "invoice-run", "owner": "buyer"}]}
    paths = [change["path"] for change in difference({**BEFORE, "incidents": []}, after)]
    assert paths == [
        "incidents[invoice-run].label", "incidents[invoice-run].key", "incidents[invoice-run].owner", "incidents",
    ]  # fmt: skip
