-- Makes the scheduled jobs that are due, once across all processes: the second one waits for the row and
-- finds it moved. A time further ahead than the period was written by a clock that has been set back.
-- $1 now  $2 kinds (text[])  $3 periods in seconds (bigint[])
WITH due AS (
    UPDATE job_schedules s SET next_at = $1::timestamptz + p.seconds * interval '1 second'
      FROM unnest($2::text[], $3::bigint[]) AS p (kind, seconds)
     WHERE s.kind = p.kind
       AND (s.next_at <= $1::timestamptz OR s.next_at > $1::timestamptz + p.seconds * interval '1 second')
    RETURNING s.kind)
INSERT INTO jobs (kind, run_at, schedule) SELECT kind, $1::timestamptz, kind FROM due
ON CONFLICT (schedule) WHERE schedule IS NOT NULL DO NOTHING
