"""A contact has one day: legs that run over a month's edge lie in the month of their contact.

A call that begins at 23:50 on the 31st and is handed on at 00:10 is one contact of the old month, wholly (MATH.md 2).
Legs belong together while the pause between two of them is at most a day; a case that comes again later is a new
contact of its own month. The answer hangs on the winning rows alone, so the order of deliveries never matters.
"""

from __future__ import annotations

from metrics.store.connection import Session

LONGEST_PAUSE = "INTERVAL '1' DAY"
UNIT = "COALESCE(root_contact_id, contact_id)"
HAS_LEGS = "(leg_no <> 0 OR root_contact_id IS NOT NULL AND root_contact_id <> contact_id)"
OF_A_LEG = ("root_contact_id", "started_at", "ended_at", "local_day")
_FIRST_OR_LAST = {"started": "MIN", "ended": "MAX"}


def bring_legs_home(session: Session, month_by: str, same_key: str) -> None:
    """Correct judged_contacts.month, and find live legs that must move (moved_legs). `same_key` joins l to j."""
    session.run(
        f"""
        CREATE TEMP TABLE leg_home AS
        WITH shared AS (
          SELECT source, {UNIT} AS unit_id FROM judged_contacts WHERE wins AND {HAS_LEGS}
          UNION SELECT source, {UNIT} FROM live_contacts WHERE {HAS_LEGS}
        ), leg AS (
          SELECT source, contact_id, leg_no, {UNIT} AS unit_id, started_at, ended_at, local_day, month AS lies_in
          FROM judged_contacts j SEMI JOIN shared s ON s.source = j.source AND s.unit_id = {UNIT}
          WHERE wins
          UNION ALL
          SELECT source, contact_id, leg_no, {UNIT}, started_at, ended_at, local_day, month
          FROM live_contacts l ANTI JOIN (SELECT * FROM judged_contacts WHERE wins) j ON {same_key}
        ), spread AS (
          SELECT source, unit_id FROM leg GROUP BY source, unit_id
          HAVING COUNT(*) > 1 AND (MIN({_month("local_day")}) <> MAX({_month("local_day")})
                                   OR MAX(CASE WHEN lies_in <> {_month("local_day")} THEN 1 ELSE 0 END) = 1)
        ), paused AS (
          SELECT l.*, CASE WHEN l.started_at > {LONGEST_PAUSE} + MAX(COALESCE(l.ended_at, l.started_at)) OVER (
              PARTITION BY l.source, l.unit_id ORDER BY l.started_at, l.leg_no, l.contact_id
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 1 ELSE 0 END AS begins
          FROM leg l SEMI JOIN spread s ON s.source = l.source AND s.unit_id = l.unit_id
        ), numbered AS (
          SELECT p.*, SUM(p.begins) OVER (
              PARTITION BY p.source, p.unit_id ORDER BY p.started_at, p.leg_no, p.contact_id) AS visit
          FROM paused p
        )
        SELECT source, contact_id, leg_no, lies_in,
               {_month(f"{_FIRST_OR_LAST[month_by]}(local_day) OVER (PARTITION BY source, unit_id, visit)")} AS month
        FROM numbered
        """  # noqa: S608
    )
    session.run(
        """
        UPDATE judged_contacts SET month = h.month FROM leg_home h
        WHERE judged_contacts.wins AND h.source = judged_contacts.source
          AND h.contact_id = judged_contacts.contact_id AND h.leg_no = judged_contacts.leg_no
        """
    )
    session.run(
        f"""
        CREATE TEMP TABLE moved_legs AS
        SELECT h.source, h.contact_id, h.leg_no, l.month AS old_month, h.month
        FROM leg_home h JOIN live_contacts l
          ON l.source = h.source AND l.contact_id = h.contact_id AND l.leg_no = h.leg_no AND l.month <> h.month
        ANTI JOIN (SELECT * FROM judged_contacts WHERE wins) j ON {same_key}
        """  # noqa: S608
    )


def leave_legs(session: Session) -> None:
    """No contact has several legs, or each leg counts by itself: every leg lies in its own month."""
    session.run(
        "CREATE TEMP TABLE moved_legs"
        " (source VARCHAR, contact_id VARCHAR, leg_no INTEGER, old_month VARCHAR, month VARCHAR)"
    )


def _month(day: str) -> str:
    return f"strftime({day}, '%Y-%m')"
