-- The message of a dispatch that waits for its receipt, locked.
-- $1 dispatch  $2 system
SELECT o.message_id, o.document_id, m.uid AS message, m.sha256, m.size
  FROM node_outbox o JOIN axis_messages m ON m.id = o.message_id
 WHERE o.uid = $1::uuid AND o.system_id = $2::bigint FOR UPDATE OF o
