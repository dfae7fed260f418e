-- One month of a contract as units: contacts, or legs, as the contract bills. Runs unchanged on DuckDB and Spark: SUM,
-- CASE, CAST, windows. In: views contacts, surveys, sales (the month's parts; columns of metrics.domain.records),
-- repeated and reopened (repeats.sql, or empty), timely (the surveys that the month had when it became final, or none).
-- Words in braces are filled from the month's terms ({{kept}}: what is used twice is kept, where the engine can).
-- Out: unit, and sale_line. figures.sql counts them.

-- Legs, the contact or leg that each is billed as, and seconds by the contract's rule.
CREATE OR REPLACE TEMPORARY VIEW leg AS
SELECT c.*,
       COALESCE(c.root_contact_id, c.contact_id) AS root_id,
       {unit_id} AS unit_id,
       CASE WHEN c.outcome IN ('test', 'internal') THEN 0 ELSE 1 END AS leg_counted,
       COALESCE(c.ended_at, c.started_at) AS closed_at,
       {handle_s} AS handle_s
FROM contacts c;

-- Units of several legs, and whether any of them counts. Most contacts have one leg and need no grouping.
CREATE OR REPLACE TEMPORARY {kept} shared AS
SELECT l.source, l.unit_id, MAX(l.leg_counted) AS unit_counted
FROM leg l
JOIN (SELECT DISTINCT source, unit_id FROM leg
      WHERE leg_no <> 0 OR (root_contact_id IS NOT NULL AND root_contact_id <> contact_id)) m
  ON m.source = l.source AND m.unit_id = l.unit_id
GROUP BY l.source, l.unit_id
HAVING COUNT(*) > 1;

-- Those units: what their first leg says, sums over all their legs; test and internal legs are left out when there are
-- others. The customer waits until the first answer; its agent is the contact's. Whether it is resolved, or was handed
-- on, the last leg knows. Only the order needs a window: grouping costs less.
CREATE OR REPLACE TEMPORARY {kept} joined AS
WITH ordered AS (
  SELECT l.*, ROW_NUMBER() OVER (PARTITION BY l.source, l.unit_id
                                 ORDER BY l.started_at, l.leg_no, l.contact_id) AS place
  FROM leg l JOIN shared s ON s.source = l.source AND s.unit_id = l.unit_id AND s.unit_counted = l.leg_counted
), whole AS (
  SELECT o.source, o.unit_id, COUNT(*) AS last_place,
         COALESCE(MIN(CASE WHEN o.outcome = 'answered' THEN o.place END), COUNT(*)) AS answer_place,
         MAX(CASE WHEN o.resolved IS NOT NULL THEN o.place END) AS word_place,
         {unit_hour} AS unit_hour
  FROM ordered o
  GROUP BY o.source, o.unit_id
), placed AS (
  SELECT o.*, w.last_place, w.answer_place, w.word_place, w.unit_hour
  FROM ordered o JOIN whole w ON w.source = o.source AND w.unit_id = o.unit_id
)
SELECT p.source, p.unit_id, p.root_id, {unit_day} AS local_day,
       MAX(p.unit_hour) AS hour_start, MAX(CASE WHEN p.hour_start = p.unit_hour THEN p.local_hour END) AS local_hour,
       MAX(CASE WHEN p.place = 1 THEN p.channel END) AS channel,
       MAX(CASE WHEN p.place = 1 THEN p.direction END) AS direction,
       MAX(CASE WHEN p.place = 1 THEN p.queue END) AS queue, MAX(CASE WHEN p.place = 1 THEN p.topic END) AS topic,
       MAX(CASE WHEN p.place = 1 THEN p.brand END) AS brand, MAX(CASE WHEN p.place = 1 THEN p.language END) AS language,
       MAX(CASE WHEN p.place = 1 THEN p.hours_class END) AS hours_class,
       MAX(CASE WHEN p.place = 1 THEN p.site END) AS site,
       MAX(CASE WHEN p.place = p.answer_place THEN p.team END) AS team,
       MAX(CASE WHEN p.place = p.answer_place THEN p.agent END) AS agent,
       CASE WHEN MAX(CASE WHEN p.handled_by IN ('bot', 'bot_then_agent') THEN 1 ELSE 0 END) = 1
             AND MAX(CASE WHEN p.handled_by IN ('agent', 'bot_then_agent') THEN 1 ELSE 0 END) = 1 THEN 'bot_then_agent'
            WHEN MAX(CASE WHEN p.handled_by = 'agent' THEN 1 ELSE 0 END) = 1 THEN 'agent'
            WHEN MAX(CASE WHEN p.handled_by = 'bot' THEN 1 ELSE 0 END) = 1 THEN 'bot'
            ELSE MAX(CASE WHEN p.place = 1 THEN p.handled_by END) END AS handled_by,
       CASE WHEN MAX(CASE WHEN p.outcome = 'answered' THEN 1 ELSE 0 END) = 1 THEN 'answered'
            ELSE MAX(CASE WHEN p.place = p.last_place THEN p.outcome END) END AS outcome,
       CAST(COUNT(*) AS INTEGER) AS legs,
       CASE WHEN MAX(CASE WHEN p.place <= p.answer_place AND p.wait_s IS NULL THEN 1 ELSE 0 END) = 1 THEN NULL
            ELSE CAST(SUM(CASE WHEN p.place <= p.answer_place THEN p.wait_s END) AS BIGINT) END AS wait_s,
       CAST(SUM(p.talk_s) AS BIGINT) AS talk_s, CAST(SUM(p.hold_s) AS BIGINT) AS hold_s,
       CAST(SUM(p.wrap_s) AS BIGINT) AS wrap_s, CAST(SUM(p.handle_s) AS BIGINT) AS handle_s,
       MAX(CASE WHEN p.transferred THEN 1 WHEN NOT p.transferred THEN 0 END) = 1 AS transferred,
       MAX(CASE WHEN p.place = p.last_place AND p.transferred THEN 1 ELSE 0 END) = 1 AS handed_on,
       MAX(CASE WHEN p.place = p.word_place AND p.resolved THEN 1 WHEN p.place = p.word_place THEN 0 END) = 1
         AS resolved,
       MAX(CASE WHEN p.offered THEN 1 WHEN NOT p.offered THEN 0 END) = 1 AS offered,
       MAX(CASE WHEN p.sold THEN 1 WHEN NOT p.sold THEN 0 END) = 1 AS sold
FROM placed p
GROUP BY p.source, p.unit_id, p.root_id;

-- The unit that a survey or a sale of a contact falls to.
CREATE OR REPLACE TEMPORARY {kept} contact_unit AS
SELECT l.source, l.contact_id, {contact_unit_id} AS unit_id, MAX(l.closed_at) AS closed_at,
       MAX(CASE WHEN l.sold THEN 1 WHEN NOT l.sold THEN 0 END) AS sold
FROM leg l
JOIN (SELECT source, contact_id FROM surveys UNION SELECT source, contact_id FROM sales) f
  ON f.source = l.source AND f.contact_id = l.contact_id
GROUP BY l.source, l.contact_id;

-- The first survey answered in time counts; one answered after the cut-off, or new to a month that was final already,
-- is late. Thousandths keep it exact.
CREATE OR REPLACE TEMPORARY {kept} survey_unit AS
WITH answer AS (
  SELECT s.source, u.unit_id, COALESCE(s.answered_at, u.closed_at) AS answered_at,
         CASE WHEN COALESCE(s.answered_at, u.closed_at) <= u.closed_at + INTERVAL '{survey_cut_off_days}' DAY
               AND (s.delivery NOT IN ({late_deliveries}) OR t.survey_key IS NOT NULL) THEN 1 ELSE 0 END AS in_time,
         CAST(s.score * 1000 AS BIGINT) AS score_milli,
         CAST(s.scale_min * 1000 AS BIGINT) AS min_milli,
         CAST(s.scale_max * 1000 AS BIGINT) AS max_milli,
         s.updated_at, s.content_hash, s.survey_key
  FROM surveys s
  JOIN contact_unit u ON u.source = s.source AND u.contact_id = s.contact_id
  LEFT JOIN timely t ON t.source = s.source AND t.survey_key = s.survey_key
  WHERE COALESCE(s.kind, 'csat') = 'csat' AND s.score IS NOT NULL AND s.scale_max > s.scale_min
), ordered AS (
  SELECT a.*, ROW_NUMBER() OVER (PARTITION BY a.source, a.unit_id ORDER BY a.in_time DESC, a.answered_at,
           CASE WHEN a.updated_at IS NULL THEN 0 ELSE 1 END, a.updated_at, a.content_hash, a.survey_key) AS place
  FROM answer a
)
SELECT source, unit_id,
       MAX(in_time) AS survey_n,
       MAX(1 - in_time) AS survey_late,
       MAX(CASE WHEN place = 1 AND in_time = 1 AND
                     (score_milli - min_milli) * 10000 >= {satisfied_from_e4} * (max_milli - min_milli)
                THEN 1 ELSE 0 END) AS survey_satisfied,
       MAX(CASE WHEN place = 1 AND in_time = 1 THEN score_milli END) AS survey_score_milli,
       MAX(CASE WHEN place = 1 AND in_time = 1 THEN max_milli END) AS survey_scale_max_milli
FROM ordered
GROUP BY source, unit_id;

-- Sales, and where each stands now. The contact's own word that nothing was sold overrules an inline sale sent before.
CREATE OR REPLACE TEMPORARY {kept} sale_line AS
SELECT s.source, u.unit_id, s.product, s.kind, COALESCE(s.units, 1) AS units,
       CAST(s.value * 100 AS BIGINT) AS value_cents,
       CASE WHEN s.inline THEN (CASE WHEN u.sold = 0 THEN 0 ELSE 1 END)
            WHEN s.accepted_at IS NOT NULL THEN 1 ELSE 0 END AS accepted,
       CASE WHEN s.active_at IS NULL THEN 0 ELSE 1 END AS is_active,
       CASE WHEN s.withdrawn_at IS NULL THEN 0 ELSE 1 END AS is_withdrawn,
       CASE WHEN s.cancelled_at IS NULL THEN 0 ELSE 1 END AS is_cancelled
FROM sales s JOIN contact_unit u ON u.source = s.source AND u.contact_id = s.contact_id;

-- Accepted sales of a unit; net are those that were neither withdrawn nor cancelled.
CREATE OR REPLACE TEMPORARY {kept} sale_unit AS
SELECT source, unit_id,
       CAST(SUM(accepted) AS BIGINT) AS sale_n,
       CAST(SUM(accepted * is_active) AS BIGINT) AS sale_active_n,
       CAST(SUM(accepted * is_withdrawn) AS BIGINT) AS sale_withdrawn_n,
       CAST(SUM(accepted * is_cancelled) AS BIGINT) AS sale_cancelled_n,
       CAST(SUM(accepted * (1 - is_withdrawn) * (1 - is_cancelled)) AS BIGINT) AS sale_net_n,
       CAST(SUM(accepted * units) AS BIGINT) AS sale_units,
       CAST(SUM(CASE WHEN accepted = 1 THEN value_cents END) AS BIGINT) AS sale_value_cents
FROM sale_line
GROUP BY source, unit_id;

-- The row that every count of metrics.domain.counts speaks of. An unknown dimension is the empty text.
CREATE OR REPLACE TEMPORARY {kept} unit AS
WITH base AS (
  SELECT l.source, l.unit_id, l.root_id, l.local_day, l.hour_start, l.local_hour, l.channel, l.direction, l.queue,
         l.topic, l.brand, l.language, l.hours_class, l.site, l.team, l.agent, l.handled_by, l.outcome, 1 AS legs,
         l.wait_s, l.talk_s, l.hold_s, l.wrap_s, l.handle_s, l.transferred, l.transferred AS handed_on, l.resolved,
         l.offered, l.sold
  FROM leg l
  LEFT JOIN shared s ON s.source = l.source AND s.unit_id = l.unit_id
  WHERE s.unit_id IS NULL
  UNION ALL
  SELECT * FROM joined
), known AS (
  SELECT b.*,
         CASE WHEN b.outcome IN ('test', 'internal') THEN 0 ELSE 1 END AS is_counted,
         CASE WHEN b.outcome = 'answered' THEN 1 ELSE 0 END AS is_handled,
         CASE WHEN b.direction = 'out' THEN 0 ELSE 1 END AS is_inbound,
         CASE WHEN r.root_id IS NULL THEN 0 ELSE 1 END AS is_repeat,
         CASE WHEN o.root_id IS NULL THEN 0 ELSE 1 END AS is_reopened,
         COALESCE(v.survey_n, 0) AS survey_n,
         COALESCE(v.survey_late, 0) AS survey_late,
         v.survey_satisfied, v.survey_score_milli, v.survey_scale_max_milli,
         -- Sales in files of their own speak for the whole month that they name a sale of, and for no other.
         CASE WHEN b.outcome = 'answered' AND (b.sold IS NOT NULL OR a.unit_id IS NOT NULL
                                               OR (SELECT COUNT(*) FROM sales f WHERE NOT f.inline) > 0)
              THEN 1 ELSE 0 END AS sale_known,
         COALESCE(a.sale_n, 0) AS sale_n,
         COALESCE(a.sale_active_n, 0) AS sale_active_n,
         COALESCE(a.sale_withdrawn_n, 0) AS sale_withdrawn_n,
         COALESCE(a.sale_cancelled_n, 0) AS sale_cancelled_n,
         COALESCE(a.sale_net_n, 0) AS sale_net_n,
         COALESCE(a.sale_units, 0) AS sale_units,
         a.sale_value_cents
  FROM base b
  LEFT JOIN survey_unit v ON v.source = b.source AND v.unit_id = b.unit_id
  LEFT JOIN sale_unit a ON a.source = b.source AND a.unit_id = b.unit_id
  LEFT JOIN repeated r ON r.source = b.source AND r.root_id = b.root_id
  LEFT JOIN reopened o ON o.source = b.source AND o.root_id = b.root_id
), reasoned AS (
  SELECT k.*, CASE WHEN k.is_handled = 1 THEN {not_billable} END AS not_billable FROM known k
)
SELECT n.source, n.unit_id, n.local_day, n.hour_start, n.local_hour, {dimensions},
       COALESCE(n.team, '') AS team, COALESCE(n.agent, '') AS agent,
       n.is_counted, n.is_handled, n.is_inbound, n.outcome, n.legs, n.wait_s, n.talk_s, n.hold_s, n.wrap_s, n.handle_s,
       n.transferred, n.resolved, n.offered, n.not_billable,
       CASE WHEN n.is_handled = 1 AND n.not_billable IS NULL THEN 1 ELSE 0 END AS billable,
       n.survey_n, n.survey_late, n.survey_satisfied, n.survey_score_milli, n.survey_scale_max_milli,
       n.sale_known, n.sale_n, n.sale_active_n, n.sale_withdrawn_n, n.sale_cancelled_n, n.sale_net_n, n.sale_units,
       n.sale_value_cents
FROM reasoned n;
