-- What failed, what a node has not confirmed for long, and what a parent axis lists and does not give.
-- $1 before or NULL  $2 limit  $3 the most tries
(SELECT m.uid, m.kind, m.from_name, i.to_code, i.to_name, coalesce(i.system_id, 0) AS system_id, m.title, m.notation, i.why, i.attempts,
        i.changed_at, false AS withheld
   FROM axis_items i JOIN axis_messages m ON m.id = i.message_id
  WHERE (i.state = 'fail' OR (i.state = 'processing' AND i.why <> '')) AND ($1::timestamptz IS NULL OR i.changed_at < $1::timestamptz)
  ORDER BY i.changed_at DESC LIMIT $2::int)
UNION ALL
(SELECT w.uid, w.kind, w.from_code, w.to_code, '', w.system_id, '', w.doc_id, w.why, w.attempts, w.changed_at, true
   FROM axis_withheld w
  WHERE w.attempts >= $3::int AND NOT w.given_up AND ($1::timestamptz IS NULL OR w.changed_at < $1::timestamptz)
  ORDER BY w.changed_at DESC LIMIT $2::int)
ORDER BY changed_at DESC LIMIT $2::int
