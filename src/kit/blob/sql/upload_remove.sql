-- $1 id
DELETE FROM uploads WHERE id = $1 AND used_at IS NULL
