-- $1 petition  $2 official  $3 now
UPDATE dossier_petitions SET taken_by = $2::bigint, taken_at = $3::timestamptz WHERE id = $1::bigint AND answered_at IS NULL
