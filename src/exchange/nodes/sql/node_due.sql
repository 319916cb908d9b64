-- What is to be sent to a node now, locked; never a message while an earlier one of its document has no receipt. `codes` is NULL when
-- nobody there waits for it any more.
-- $1 system  $2 now  $3 limit
SELECT o.uid, o.tries, m.uid AS message, m.kind, m.document_id, m.sha256, m.size,
       (SELECT array_agg(i.to_code ORDER BY i.to_code) FROM axis_items i
         WHERE i.message_id = o.message_id AND i.system_id = o.system_id AND i.state IN ('initial', 'processing')) AS codes
  FROM node_outbox o JOIN axis_messages m ON m.id = o.message_id
 WHERE o.system_id = $1::bigint AND o.next_at <= $2::timestamptz
   AND NOT EXISTS (SELECT 1 FROM node_outbox e WHERE e.system_id = o.system_id AND e.document_id = o.document_id
                                                 AND e.message_id < o.message_id)
 ORDER BY o.message_id LIMIT $3::int FOR UPDATE OF o SKIP LOCKED
