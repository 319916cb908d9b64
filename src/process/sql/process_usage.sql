-- Of each agency that uses a drawing, for the operator; those where most is late or stuck first.
-- $1 definition  $2 from  $3 to
SELECT agency_id, open, ended, round(extract(epoch FROM median))::bigint AS median,
       round(extract(epoch FROM ninetieth))::bigint AS ninetieth, troubles, overdue
  FROM lt_process_usage($1::bigint, $2::timestamptz, $3::timestamptz) ORDER BY overdue + troubles DESC, open DESC, agency_id
