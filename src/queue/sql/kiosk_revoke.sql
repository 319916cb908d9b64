-- $1 desk  $2 uid  $3 now
UPDATE queue_kiosks SET revoked_at = $3 WHERE desk_id = $1 AND uid = $2 AND revoked_at IS NULL
