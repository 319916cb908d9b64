-- $1 hash of the token
DELETE FROM sessions WHERE token_hash = $1::bytea
