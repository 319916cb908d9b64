-- $1 system  $2 uid
SELECT m.id, m.sha256, m.size FROM axis_messages m
 WHERE m.uid = $2::uuid AND EXISTS (SELECT 1 FROM axis_items i WHERE i.message_id = m.id AND i.system_id = $1::bigint)
