-- How many open dossiers there are in each state, and how many of them are late or due today.
-- $1 agency  $2 now  $3 end of today
SELECT state, count(*) AS all, count(*) FILTER (WHERE due_at < $2::timestamptz) AS late,
       count(*) FILTER (WHERE due_at >= $2::timestamptz AND due_at < $3::timestamptz) AS today
  FROM dossiers WHERE agency_id = $1::bigint AND state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') GROUP BY state
