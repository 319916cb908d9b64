-- Jobs that wait for what a wrong clock called now, or for a try soon after.
-- $1 now  $2 what the wrong clock would show
UPDATE jobs SET run_at = run_at - ($2::timestamptz - $1::timestamptz)
 WHERE state = 'ready' AND run_at > $1::timestamptz AND run_at <= $2::timestamptz + interval '10 minutes'
