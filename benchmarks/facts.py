"""The stored contacts themselves, asked by DuckDB: what the figures of the pages are held against."""

from __future__ import annotations

from pathlib import Path

# A contact handed on is one contact, with the seconds of all its legs.
_UNITS = """
    WITH leg AS (
      SELECT COALESCE(root_contact_id, contact_id) AS unit_id, strftime(local_day, '%Y-%m') AS month, *,
             COALESCE(talk_s, 0) + COALESCE(hold_s, 0) + COALESCE(wrap_s, 0) AS seconds
      FROM {contacts}
    )
"""
HANDLE_TIMES = (
    _UNITS
    + """
    , unit AS (
      SELECT unit_id, MIN(month) AS month, ARG_MIN(channel, started_at) AS channel, SUM(seconds) AS seconds
      FROM leg WHERE outcome = 'answered' GROUP BY unit_id
    )
    SELECT month, channel, COUNT(*), QUANTILE_DISC(seconds, 0.5), QUANTILE_DISC(seconds, 0.9)
    FROM unit GROUP BY month, channel ORDER BY month, channel
    """
)
MONTHLY_KPIS = (
    _UNITS
    + """
    , answer AS (SELECT contact_id, ANY_VALUE(score) AS score FROM {surveys} GROUP BY contact_id),
    sale AS (SELECT contact_id, SUM(units) AS units, SUM(value) AS value FROM {sales} GROUP BY contact_id)
    SELECT month, channel, COUNT(*) FILTER (outcome NOT IN ('test', 'internal')) AS legs,
           SUM(seconds) FILTER (outcome = 'answered') AS handle_seconds,
           SUM(seconds * seconds) FILTER (outcome = 'answered') AS handle_seconds_squared,
           COUNT(*) FILTER (outcome = 'answered' AND wait_s <= 30) AS in_service_level,
           SUM(wait_s) FILTER (outcome = 'answered') AS wait_seconds,
           COUNT(a.score) AS surveys, COUNT(*) FILTER (a.score >= 4) AS satisfied,
           COUNT(s.units) AS contacts_with_sale, SUM(s.units) AS sale_units, SUM(s.value) AS sale_value
    FROM leg l LEFT JOIN answer a ON a.contact_id = l.contact_id LEFT JOIN sale s ON s.contact_id = l.contact_id
    GROUP BY month, channel ORDER BY month, channel
    """
)


def live_parts(store: Path) -> dict[str, str]:
    """SQL that reads the live parts of each kind: the manifest's list, never the folder."""
    from metrics.models import ContractMonth

    names = ("contacts", "surveys", "sales")
    rows = ContractMonth.all_rows.select_related(*(f"{name}_part" for name in names))
    found: dict[str, list[str]] = {name: [] for name in names}
    for row in rows:
        for name in names:
            part = getattr(row, f"{name}_part")
            if part is not None:
                found[name].append(f"'{store / part.path}'")
    return {name: f"read_parquet([{', '.join(files)}], hive_partitioning = false)" for name, files in found.items()}
