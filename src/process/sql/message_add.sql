-- Nothing comes back for one that came before.
-- $1 agency  $2 kind  $3 name  $4 correlation  $5 the sender's id  $6 instance that threw it  $7 payload  $8 now  $9 expires
INSERT INTO process_messages (agency_id, kind, name, correlation, message_id, origin_id, payload, arrived_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6::bigint, $7::json, $8, $9) ON CONFLICT DO NOTHING RETURNING id
