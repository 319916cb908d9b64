-- $1 batch  $2 state  $3 now  $4 name  $5 post  $6 refused lines
-- $7 the record of what was taken, or NULL  $8 name on the certificate that signed it, or ''
UPDATE hand_over_batches SET state = $2, closed_at = $3::timestamptz, closed_by = current_setting('lt.official')::bigint,
       closer_name = $4, closer_title = $5, refused = $6::int, sha256 = $7, closer_certificate = $8
 WHERE id = $1::bigint
