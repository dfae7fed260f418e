-- The units of a month as figures: additive counts by day, by slice of the month, by hour, by length, by agent; and its
-- sales. Runs unchanged on DuckDB and Spark. In: unit and sale_line (rollup.sql). Each statement stands under the name
-- of its table in metrics.store.rollup.Figures; its columns are the keys and then the counts of that table.

-- [cell] By day and every dimension: what days and the month are summed from.
CREATE OR REPLACE TEMPORARY {kept} cell AS
SELECT local_day, {dimensions}, {counts}
FROM unit
GROUP BY local_day, {dimensions};

-- [daily]
SELECT local_day, {day_dimensions}, {sums}
FROM cell
GROUP BY local_day, {day_dimensions}
ORDER BY local_day, {day_dimensions};

-- [monthly]
SELECT {dimensions}, {sums}
FROM cell
GROUP BY {dimensions}
ORDER BY {dimensions};

-- [hours] Contacts of which only the day is known have no hour.
SELECT {hour_keys}, {hour_counts}
FROM unit
WHERE is_counted = 1 AND hour_start IS NOT NULL
GROUP BY {hour_keys}
ORDER BY {hour_keys};

-- [bins] Handled contacts whose handle time is known, {bins_per_doubling} bins per doubling.
WITH timed AS (
  SELECT u.*, CAST(FLOOR({bins_per_doubling} * LN(CASE WHEN u.handle_s < 1 THEN 1 ELSE u.handle_s END)
                         / 0.6931471805599453) AS INTEGER) AS bin
  FROM unit u WHERE u.is_handled = 1 AND u.handle_s IS NOT NULL
)
SELECT {bin_keys}, {bin_counts}
FROM timed
GROUP BY {bin_keys}
ORDER BY {bin_keys};

-- [agents]
SELECT {agent_keys}, {agent_counts}
FROM unit
WHERE is_handled = 1
GROUP BY {agent_keys}
ORDER BY {agent_keys};

-- [sold] Accepted sales of handled contacts, in the state that they have reached.
WITH accepted AS (
  SELECT COALESCE(s.product, '') AS product, COALESCE(s.kind, '') AS kind,
         CASE WHEN s.is_cancelled = 1 THEN 'cancelled' WHEN s.is_withdrawn = 1 THEN 'withdrawn'
              WHEN s.is_active = 1 THEN 'active' ELSE 'accepted' END AS state,
         s.units, s.value_cents
  FROM sale_line s JOIN unit u ON u.source = s.source AND u.unit_id = s.unit_id
  WHERE s.accepted = 1 AND u.is_handled = 1
)
SELECT {sale_keys}, COUNT(*) AS sales, CAST(SUM(units) AS BIGINT) AS units, COUNT(value_cents) AS valued,
       CAST(COALESCE(SUM(value_cents), 0) AS BIGINT) AS value_cents
FROM accepted
GROUP BY {sale_keys}
ORDER BY {sale_keys};
