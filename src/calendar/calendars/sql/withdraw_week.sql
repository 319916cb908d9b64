-- No row: it is not the calendar's own, or is withdrawn already.
-- $1 uid $2 agency, NULL for the province $3 at $4 official $5 why
UPDATE working_weeks SET withdrawn_at = $3::timestamptz, withdrawn_by = $4::bigint, withdrawn_why = $5
 WHERE uid = $1::uuid AND agency_id IS NOT DISTINCT FROM $2::bigint AND withdrawn_at IS NULL
RETURNING uid
