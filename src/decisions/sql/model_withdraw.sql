-- No row: it is another's, or withdrawn already.
-- $1 uid  $2 owner (NULL: the province)  $3 now  $4 official  $5 why
UPDATE decision_models SET withdrawn_at = $3::timestamptz, withdrawn_by = $4::bigint, withdrawn_why = $5
 WHERE uid = $1::uuid AND agency_id IS NOT DISTINCT FROM $2::bigint AND withdrawn_at IS NULL
RETURNING uid
