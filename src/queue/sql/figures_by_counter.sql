-- The same by counter.
-- $1 desk  $2 first day  $3 last day
SELECT u.day, c.number::text AS name, count(*) AS called,
       count(*) FILTER (WHERE u.outcome = 'absent') AS absent,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM u.called_at - u.queued_at))::bigint AS median_wait,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM u.called_at - u.queued_at))::bigint AS long_wait,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM u.ended_at - u.called_at))
            FILTER (WHERE u.outcome IN ('done', 'passed')))::bigint AS median_service
  FROM queue_turns u JOIN queue_counters c ON c.id = u.counter_id
 WHERE u.desk_id = $1 AND u.day BETWEEN $2 AND $3 AND u.called_at > u.queued_at
 GROUP BY u.day, c.id, c.number ORDER BY u.day DESC, c.number
