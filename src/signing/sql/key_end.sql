-- The key signs no more, and its file is no longer needed.
-- $1 key  $2 now
UPDATE signing_keys SET ended_at = $2, file_sha256 = NULL WHERE id = $1
