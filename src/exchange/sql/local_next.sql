-- The first message of a document's life that is not delivered here yet. Locked, so that two jobs deliver one after the other.
-- $1 document id
SELECT i.message_id, m.uid, m.kind, m.sha256, i.to_code, i.attempts
  FROM axis_items i JOIN axis_messages m ON m.id = i.message_id
 WHERE m.document_id = $1 AND i.system_id IS NULL AND i.state = 'initial'
 ORDER BY m.id, i.to_code FOR UPDATE OF i
