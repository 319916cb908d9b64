-- Answers it, or says why it is not handled, where nobody did.
-- $1 petition  $2 answer  $3 refusal, NULL: none  $4 now  $5 official
UPDATE dossier_petitions SET answer = $2, refusal = $3, answered_at = $4::timestamptz, answered_by = $5::bigint
 WHERE id = $1::bigint AND answered_at IS NULL
