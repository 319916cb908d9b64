-- $1 hash of the token  $2 now
UPDATE sessions SET seen_at = $2::timestamptz WHERE token_hash = $1::bytea
