-- What failed, or whose receipt from a node is late.
-- $1 uid  $2 code  $3 reason  $4 now
UPDATE axis_items i SET state = 'given_up', why = $3, changed_at = $4
  FROM axis_messages m WHERE m.uid = $1::uuid AND i.message_id = m.id AND i.to_code = $2
   AND (i.state = 'fail' OR (i.state = 'processing' AND i.why <> ''))
RETURNING 1 AS done
