-- $1 id  $2 owner  $3 now
UPDATE uploads SET used_at = $3::timestamptz
 WHERE id = $1 AND owner = $2 AND blob_sha256 IS NOT NULL AND used_at IS NULL AND expires_at > $3::timestamptz
RETURNING name, length, blob_sha256, media_type
