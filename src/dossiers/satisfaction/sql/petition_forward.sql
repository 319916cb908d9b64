-- $1 petition  $2 agency  $3 due there
UPDATE dossier_petitions SET holder_id = $2::bigint, held_by = array_append(held_by, $2::bigint), due_at = $3::timestamptz,
       taken_by = NULL, taken_at = NULL
 WHERE id = $1::bigint AND answered_at IS NULL
