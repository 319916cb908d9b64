-- The number that the form has by an earlier try; it is the form's for some time again.
-- $1 uid of the batch  $2 kind  $3 year  $4 now
UPDATE hand_over_numbers SET taken_at = $4::timestamptz
 WHERE agency_id = current_setting('lt.agency')::bigint AND batch_uid = $1::uuid AND kind = $2 AND year = $3::int
   AND cancelled_at IS NULL RETURNING number
