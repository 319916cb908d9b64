-- Leased jobs that were not begun.
-- $1 ids (bigint[])  $2 attempts (bigint[])  $3 now
UPDATE jobs j SET state = 'ready', run_at = $3::timestamptz, attempt = j.attempt - 1
  FROM unnest($1::bigint[], $2::bigint[]) AS d (id, attempt)
 WHERE j.id = d.id AND j.attempt = d.attempt
