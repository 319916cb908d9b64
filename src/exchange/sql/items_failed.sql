-- What failed, and what a node has not confirmed for long.
-- $1 before or NULL  $2 limit
SELECT m.uid, m.kind, m.from_name, i.to_code, i.to_name, coalesce(i.system_id, 0) AS system_id, m.title, m.notation, i.why, i.attempts,
       i.changed_at
  FROM axis_items i JOIN axis_messages m ON m.id = i.message_id
 WHERE (i.state = 'fail' OR (i.state = 'processing' AND i.why <> '')) AND ($1::timestamptz IS NULL OR i.changed_at < $1::timestamptz)
 ORDER BY i.changed_at DESC LIMIT $2::int
