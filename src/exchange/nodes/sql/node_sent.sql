-- They are in NATS. From the sixth try on the operator sees that no receipt comes.
-- $1 uids  $2 now  $3 words for the operator
UPDATE axis_items i SET state = 'processing', attempts = o.tries, changed_at = $2::timestamptz,
       why = CASE WHEN o.tries > 5 THEN $3 ELSE '' END
  FROM node_outbox o JOIN axis_messages m ON m.id = o.message_id
 WHERE o.uid = ANY ($1::uuid[]) AND i.message_id = o.message_id AND i.system_id = o.system_id AND i.kind = m.kind
   AND i.state IN ('initial', 'processing')
