-- $1 uid  $2 code  $3 now
UPDATE axis_items i SET state = 'initial', attempts = 0, changed_at = $3
  FROM axis_messages m WHERE m.uid = $1::uuid AND i.message_id = m.id AND i.to_code = $2 AND i.state = 'fail'
RETURNING m.id AS message_id, coalesce(i.system_id, 0) AS system_id, m.document_id,
          (SELECT s.kind FROM connected_systems s WHERE s.id = i.system_id) AS carrier
