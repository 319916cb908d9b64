-- Approves a draft from a day on.
-- $1 uid  $2 first day  $3 now  $4 official, 0: the platform, from a file of the release
UPDATE procedure_versions SET state = 'approved', valid_from = $2, approved_at = $3, approved_by = nullif($4::bigint, 0)
 WHERE uid = $1 AND state = 'draft' RETURNING procedure_id
