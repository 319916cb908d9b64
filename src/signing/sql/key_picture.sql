-- $1 key  $2 picture or NULL
UPDATE signing_keys SET picture_sha256 = $2 WHERE id = $1
