-- Timers that are due, of all agencies.
-- $1 now  $2 at most
SELECT instance_id, no, agency_id FROM lt_due_timers($1::timestamptz, $2::int)
