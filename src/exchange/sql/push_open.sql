-- What one message still owes an axis; locked.
-- $1 message  $2 system
SELECT i.attempts, m.uid, m.kind, m.from_code, m.sha256, m.size FROM axis_items i JOIN axis_messages m ON m.id = i.message_id
 WHERE i.message_id = $1::bigint AND i.system_id = $2::bigint AND i.state IN ('initial', 'processing')
 FOR UPDATE OF i
