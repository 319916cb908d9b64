-- $1 uid  $2 message  $3 system  $4 document id  $5 now
INSERT INTO node_outbox (uid, message_id, system_id, document_id, next_at)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5::timestamptz) ON CONFLICT (message_id, system_id) DO NOTHING
