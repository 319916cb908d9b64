-- Who decides it, and why it can't begin.
-- $1 dossier  $2 no  $3 agency or NULL  $4 trouble
UPDATE dossier_components SET decides_id = $3::bigint, trouble = $4 WHERE parent_id = $1::bigint AND no = $2::int
