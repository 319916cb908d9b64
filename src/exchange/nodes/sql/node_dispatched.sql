-- Messages of dispatches that wait for their receipts, locked in one order. The arrays are of one length.
-- $1 systems  $2 dispatches
SELECT o.system_id, o.uid AS dispatch, m.uid AS message, m.sha256, m.size
  FROM unnest($1::bigint[], $2::text[]::uuid[]) AS w (system, dispatch)
  JOIN node_outbox o ON o.uid = w.dispatch AND o.system_id = w.system
  JOIN axis_messages m ON m.id = o.message_id
 ORDER BY o.uid FOR UPDATE OF o
