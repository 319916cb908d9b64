-- $1 id
DELETE FROM dead_letters WHERE id = $1::bigint RETURNING kind, payload
