-- The batch has it from now on; no row: another form has it, or it was cancelled.
-- $1 uid of the batch  $2 kind  $3 year  $4 number
DELETE FROM hand_over_numbers
 WHERE agency_id = current_setting('lt.agency')::bigint AND batch_uid = $1::uuid AND kind = $2 AND year = $3::int AND number = $4::bigint
   AND cancelled_at IS NULL
RETURNING number
