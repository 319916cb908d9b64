-- It ends because its parent did.
-- $1 dossier  $2 no  $3 whether
UPDATE dossier_components SET closing = $3::boolean WHERE parent_id = $1::bigint AND no = $2::int
