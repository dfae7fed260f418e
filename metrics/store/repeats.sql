-- Contacts that came again: the same customer and topic (repeated), or the same case (reopened), within the contract's
-- days after an earlier answered contact in this or the previous month. Only run when the contract bills by it.
-- In: views contacts, previous. Out: views repeated and reopened (source, root_id) of this month.

CREATE OR REPLACE TEMPORARY VIEW visit AS
WITH answered AS (
  SELECT source, COALESCE(root_contact_id, contact_id) AS root_id, contact_id, leg_no, customer, topic, started_at,
         1 AS here FROM contacts WHERE outcome = 'answered'
  UNION ALL
  SELECT source, COALESCE(root_contact_id, contact_id), contact_id, leg_no, customer, topic, started_at,
         0 FROM previous WHERE outcome = 'answered'
), ordered AS (
  SELECT a.*, ROW_NUMBER() OVER (PARTITION BY a.source, a.root_id, a.here
                                 ORDER BY a.started_at, a.leg_no, a.contact_id) AS place
  FROM answered a
)
SELECT source, root_id, customer, COALESCE(topic, '') AS topic, started_at, here FROM ordered WHERE place = 1;

CREATE OR REPLACE TEMPORARY VIEW repeated AS
WITH followed AS (
  SELECT source, root_id, here, started_at,
         LAG(started_at) OVER (PARTITION BY customer, topic ORDER BY started_at, here, source, root_id) AS before_at
  FROM visit WHERE customer IS NOT NULL
)
SELECT DISTINCT source, root_id FROM followed
WHERE here = 1 AND before_at >= started_at - INTERVAL '{repeat_days}' DAY;

CREATE OR REPLACE TEMPORARY VIEW reopened AS
SELECT DISTINCT v.source, v.root_id
FROM visit v
JOIN previous p ON p.source = v.source AND COALESCE(p.root_contact_id, p.contact_id) = v.root_id
WHERE v.here = 1 AND p.outcome = 'answered' AND p.started_at <= v.started_at
  AND p.started_at >= v.started_at - INTERVAL '{repeat_days}' DAY;
