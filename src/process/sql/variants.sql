-- The ways that most of the instances went that ended in the time.
-- $1 definition  $2 from  $3 to  $4 at most
WITH ways AS (
    SELECT i.id, i.ended_at - i.started_at AS took,
           (SELECT coalesce(array_agg(s.element ORDER BY s.ended_at, s.no), '{}') FROM process_steps s
             WHERE s.instance_id = i.id AND s.outcome = 'done') AS elements
      FROM process_instances i
     WHERE i.definition_id = $1::bigint AND i.ended_at >= $2::timestamptz AND i.ended_at < $3::timestamptz
     ORDER BY i.ended_at DESC LIMIT 20000
)
SELECT elements, count(*) AS instances,
       round(extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY took)))::bigint AS median
  FROM ways GROUP BY elements ORDER BY count(*) DESC, elements LIMIT $4::int
