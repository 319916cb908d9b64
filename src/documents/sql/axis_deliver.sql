-- $1 document  $2 agencies  $3 now
SELECT lt_deliver_from_axis($1, $2::bigint[], $3) AS made
