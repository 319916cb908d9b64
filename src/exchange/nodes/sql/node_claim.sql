-- Takes what is to be sent to a node now; never a message while an earlier one of its document has no receipt. Without a receipt each
-- is due again after 30 seconds, twice that each time, from the sixth try on each hour, and a second more for each MB. `codes` is NULL
-- when nobody there waits for it any more. OFFSET 0: asked of those that are taken, in the index's order, never of all that wait.
-- $1 system  $2 now  $3 limit
WITH due AS (
    SELECT o.uid FROM node_outbox o
     WHERE o.system_id = $1::bigint AND o.next_at <= $2::timestamptz
       AND NOT EXISTS (SELECT 1 FROM node_outbox e WHERE e.system_id = o.system_id AND e.document_id = o.document_id
                                                     AND e.message_id < o.message_id OFFSET 0)
     ORDER BY o.next_at, o.message_id LIMIT $3::int FOR UPDATE OF o SKIP LOCKED),
claimed AS (
    UPDATE node_outbox o SET tries = o.tries + 1,
           next_at = $2::timestamptz + make_interval(secs => m.size / 1048576.0) +
                     CASE WHEN o.tries >= 5 THEN interval '1 hour' ELSE interval '30 seconds' * 2 ^ o.tries END
      FROM due d, axis_messages m WHERE o.uid = d.uid AND m.id = o.message_id
    RETURNING o.uid, o.tries, o.message_id, o.system_id, m.uid AS message, m.kind, m.document_id, m.sha256, m.size)
SELECT c.uid, c.tries, c.message, c.kind, c.document_id, c.sha256, c.size,
       (SELECT array_agg(i.to_code ORDER BY i.to_code) FROM axis_items i
         WHERE i.message_id = c.message_id AND i.system_id = c.system_id AND i.kind = c.kind AND i.state IN ('initial', 'processing')) AS codes
  FROM claimed c ORDER BY c.message_id
