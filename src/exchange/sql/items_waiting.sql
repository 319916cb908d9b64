-- $1 system  $2 kind  $3 from or NULL  $4 before or NULL  $5 limit
SELECT m.uid, m.kind, m.from_code, i.codes, i.state, m.created_at, i.changed_at
  FROM (SELECT w.message_id, array_agg(w.to_code ORDER BY w.to_code) AS codes, max(w.state) AS state, max(w.changed_at) AS changed_at
          FROM axis_items w
         WHERE w.system_id = $1::bigint AND w.kind = $2 AND w.state IN ('initial', 'processing')
           AND ($3::timestamptz IS NULL OR w.created_at >= $3::timestamptz)
           AND ($4::timestamptz IS NULL OR w.created_at < $4::timestamptz)
         GROUP BY w.message_id ORDER BY w.message_id LIMIT $5::int) i
  JOIN axis_messages m ON m.id = i.message_id ORDER BY m.id
