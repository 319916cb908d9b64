-- $1 system  $2 hash  $3 at  $4 answer
INSERT INTO axis_signatures (system_id, hash, at, answer) VALUES ($1::bigint, $2, $3, $4) ON CONFLICT (system_id, hash) DO NOTHING
RETURNING 1 AS made
