-- The kiosks of a desk that still give tickets.
-- $1 desk
SELECT uid, name, made_at FROM queue_kiosks WHERE desk_id = $1 AND revoked_at IS NULL ORDER BY made_at
