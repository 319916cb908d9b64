-- It ended with its parent, which is worked on again: another dossier will be made.
-- $1 dossier  $2 no  $3 uid of that dossier
UPDATE dossier_components SET child_uid = $3::uuid, closing = false, told = '', trouble = ''
 WHERE parent_id = $1::bigint AND no = $2::int
