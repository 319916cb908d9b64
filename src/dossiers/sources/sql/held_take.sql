-- No row changed: another dossier has it, or its file was not fetched.
-- $1 uid  $2 dossier  $3 paper  $4 official  $5 now
UPDATE held_papers SET dossier_id = $2::bigint, paper_no = $3::int, taken_by = $4::bigint, taken_at = $5::timestamptz
 WHERE uid = $1::uuid AND dossier_id IS NULL AND sha256 IS NOT NULL
