-- $1 batch  $2 array of {no, state, remark}
UPDATE hand_over_lines l SET state = c.state, remark = c.remark
  FROM json_to_recordset($2::json) AS c (no int, state text, remark text)
 WHERE l.batch_id = $1::bigint AND l.no = c.no AND l.state = 'open'
