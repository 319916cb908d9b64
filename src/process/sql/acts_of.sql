-- The last acts of an instance, in their order.
-- $1 instance  $2 at most
SELECT * FROM (SELECT version, official_id, act, detail, at, events FROM process_acts WHERE instance_id = $1::bigint
                ORDER BY version DESC, at DESC LIMIT $2::int) last
 ORDER BY version, at
