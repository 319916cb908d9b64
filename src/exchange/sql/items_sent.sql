-- $1 system  $2 kind  $3 uid or NULL  $4 from or NULL  $5 before or NULL  $6 limit
SELECT m.uid, m.kind, m.from_code, i.to_code, m.title, m.notation, i.state, i.why, m.created_at, i.changed_at
  FROM axis_messages m JOIN axis_items i ON i.message_id = m.id
 WHERE m.system_id = $1::bigint AND m.kind = $2 AND ($3::uuid IS NULL OR m.uid = $3::uuid)
   AND ($4::timestamptz IS NULL OR m.created_at >= $4::timestamptz)
   AND ($5::timestamptz IS NULL OR m.created_at < $5::timestamptz)
 ORDER BY m.created_at DESC, m.id DESC, i.to_code LIMIT $6::int
