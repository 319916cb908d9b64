-- Complete uploads that serve a form now, and no other one afterwards.
-- $1 ids (text[])  $2 now
UPDATE uploads SET used_at = $2::timestamptz
 WHERE id = ANY ($1::text[]) AND blob_sha256 IS NOT NULL AND used_at IS NULL AND expires_at > $2::timestamptz
RETURNING id
