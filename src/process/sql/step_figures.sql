-- Of each element: the steps that ended in the time, and what waits there at its end.
-- $1 definition  $2 from  $3 to
SELECT element, kind, done, late, round(extract(epoch FROM median))::bigint AS median,
       round(extract(epoch FROM ninetieth))::bigint AS ninetieth, worked_median::bigint, worked_ninetieth::bigint, open, overdue
  FROM lt_process_step_figures($1::bigint, $2::timestamptz, $3::timestamptz) ORDER BY median DESC NULLS LAST, element
