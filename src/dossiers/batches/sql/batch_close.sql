-- $1 batch  $2 state  $3 now  $4 name  $5 post  $6 refused lines
UPDATE hand_over_batches SET state = $2, closed_at = $3::timestamptz, closed_by = current_setting('lt.official')::bigint,
       closer_name = $4, closer_title = $5, refused = $6::int
 WHERE id = $1::bigint
