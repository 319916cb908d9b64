-- What one message owes an axis, for this job alone; as local_claim.
-- $1 message  $2 system  $3 now
UPDATE axis_items i SET state = 'processing', changed_at = $3::timestamptz
  FROM axis_messages m
 WHERE i.message_id = $1::bigint AND i.system_id = $2::bigint AND m.id = i.message_id
   AND (i.state = 'initial' OR (i.state = 'processing' AND i.changed_at < $3::timestamptz - interval '4 minutes'))
RETURNING i.attempts, i.to_code, m.kind, m.from_code, m.sha256, m.size,
          (SELECT count(*) FROM axis_items x WHERE x.message_id = i.message_id AND x.system_id = i.system_id) AS addressees
