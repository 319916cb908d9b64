-- Of each element: the steps that ended in the time, and what waits there at its end.
-- $1 definition  $2 from  $3 to
WITH ended AS (
    SELECT element, kind, count(*) AS done, count(*) FILTER (WHERE ended_at > due_at) AS late,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY ended_at - opened_at) AS median,
           percentile_disc(0.9) WITHIN GROUP (ORDER BY ended_at - opened_at) AS ninetieth
      FROM process_steps
     WHERE definition_id = $1::bigint AND ended_at >= $2::timestamptz AND ended_at < $3::timestamptz AND outcome = 'done'
     GROUP BY element, kind
), waiting AS (
    SELECT element, kind, count(*) AS open, count(*) FILTER (WHERE due_at < $3::timestamptz AND paused_at IS NULL) AS overdue
      FROM process_waits
     WHERE definition_id = $1::bigint AND agency_id = current_setting('lt.agency')::bigint AND kind <> 'incident'
     GROUP BY element, kind
)
SELECT element, kind, coalesce(e.done, 0) AS done, coalesce(e.late, 0) AS late,
       round(extract(epoch FROM e.median))::bigint AS median, round(extract(epoch FROM e.ninetieth))::bigint AS ninetieth,
       coalesce(w.open, 0) AS open, coalesce(w.overdue, 0) AS overdue
  FROM ended e FULL JOIN waiting w USING (element, kind)
 ORDER BY e.median DESC NULLS LAST, element
