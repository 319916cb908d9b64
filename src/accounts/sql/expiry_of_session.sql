-- $1 hash of the token
SELECT expires_at FROM sessions WHERE token_hash = $1::bytea
