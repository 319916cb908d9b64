-- $1 first day (Vietnam)  $2 its begin  $3 days
SELECT d.day, count(i.message_id) FILTER (WHERE m.system_id IS NOT NULL) AS brought,
       count(i.message_id) FILTER (WHERE m.system_id IS NULL) AS made,
       count(i.message_id) FILTER (WHERE i.state IN ('fail', 'given_up')) AS failed
  FROM generate_series(0, $3::int - 1) AS n
 CROSS JOIN LATERAL (SELECT $1::date + n AS day, $2::timestamptz + n * interval '24 hours' AS begins) d
  LEFT JOIN axis_messages m ON m.created_at >= d.begins AND m.created_at < d.begins + interval '24 hours'
  LEFT JOIN axis_items i ON i.message_id = m.id
 GROUP BY d.day ORDER BY d.day
