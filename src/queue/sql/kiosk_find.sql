-- $1 desk  $2 digest of the secret
SELECT id FROM queue_kiosks WHERE desk_id = $1 AND secret = $2 AND revoked_at IS NULL
