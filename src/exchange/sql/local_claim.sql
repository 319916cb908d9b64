-- The first message of a document's life that is not delivered here yet, for this job alone: nothing while another job has it, unless that one
-- has been at it for so long that it must have died. No transaction stays open meanwhile: a large message takes its time.
-- $1 document id  $2 now
WITH first AS (SELECT i.message_id FROM axis_items i JOIN axis_messages m ON m.id = i.message_id
                WHERE m.document_id = $1 AND i.system_id IS NULL AND i.state IN ('initial', 'processing')
                ORDER BY i.message_id LIMIT 1)
UPDATE axis_items i SET state = 'processing', changed_at = $2::timestamptz
  FROM first f JOIN axis_messages m ON m.id = f.message_id
 WHERE i.message_id = f.message_id AND i.system_id IS NULL
   AND (i.state = 'initial' OR (i.state = 'processing' AND i.changed_at < $2::timestamptz - interval '4 minutes'))
RETURNING i.message_id, m.uid, m.kind, m.sha256, i.to_code, (SELECT s.name FROM connected_systems s WHERE s.id = m.system_id) AS carrier
