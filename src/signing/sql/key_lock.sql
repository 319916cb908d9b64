-- One at a time tries to open a key, or changes it.
-- $1 key
SELECT id FROM signing_keys WHERE id = $1 AND ended_at IS NULL FOR NO KEY UPDATE
