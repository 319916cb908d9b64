-- Answers it, where nobody did.
-- $1 petition  $2 answer  $3 now  $4 official
UPDATE dossier_petitions SET answer = $2, answered_at = $3::timestamptz, answered_by = $4::bigint
 WHERE id = $1::bigint AND answered_at IS NULL
