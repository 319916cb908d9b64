-- They are in NATS. Without a receipt they are sent again after 30 seconds, twice that each time, from the sixth try on each hour; then
-- the operator sees them, too.
-- $1 uids  $2 now  $3 words for the operator
WITH sent AS (
    UPDATE node_outbox SET tries = tries + 1,
           next_at = $2::timestamptz + CASE WHEN tries >= 5 THEN interval '1 hour' ELSE interval '30 seconds' * 2 ^ tries END
     WHERE uid = ANY ($1::uuid[]) RETURNING message_id, system_id, tries)
UPDATE axis_items i SET state = 'processing', attempts = s.tries, changed_at = $2::timestamptz,
       why = CASE WHEN s.tries > 5 THEN $3 ELSE '' END
  FROM sent s WHERE i.message_id = s.message_id AND i.system_id = s.system_id AND i.state IN ('initial', 'processing')
