-- What the parent's history says of it.
-- $1 dossier  $2 no  $3 state
UPDATE dossier_components SET told = $3 WHERE parent_id = $1::bigint AND no = $2::int
