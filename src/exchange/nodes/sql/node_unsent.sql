-- NATS did not take them: that was no try.
-- $1 uids  $2 next try  $3 words for the operator
WITH unsent AS (
    UPDATE node_outbox SET next_at = $2::timestamptz, tries = greatest(tries - 1, 0) WHERE uid = ANY ($1::uuid[])
    RETURNING message_id, system_id)
UPDATE axis_items i SET why = $3 FROM unsent u JOIN axis_messages m ON m.id = u.message_id
 WHERE i.message_id = u.message_id AND i.system_id = u.system_id AND i.kind = m.kind AND i.state IN ('initial', 'processing') AND i.why <> $3
