-- No row: it is here already.
-- $1 system  $2 dispatch  $3 note  $4 its signature  $5 receipt  $6 its signature  $7 now
INSERT INTO node_inbox (system_id, dispatch, note, note_signature, receipt, signature, received_at)
VALUES ($1::bigint, $2::uuid, $3, $4::bytea, $5, $6::bytea, $7::timestamptz) ON CONFLICT DO NOTHING RETURNING 1 AS made
