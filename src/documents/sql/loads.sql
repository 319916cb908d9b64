-- How much each official of the agency holds.
-- $1 agency   $2 now
SELECT official_id, count(*) AS open, count(*) FILTER (WHERE due_at < $2::timestamptz) AS overdue
  FROM assignments WHERE agency_id = $1 AND state = 'open' GROUP BY official_id
