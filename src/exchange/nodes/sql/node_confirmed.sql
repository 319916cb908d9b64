-- $1 limit
SELECT m.uid FROM axis_messages m
  JOIN (SELECT message_id, max(received_at) AS at FROM node_receipts GROUP BY message_id) r ON r.message_id = m.id
 ORDER BY r.at DESC, m.id DESC LIMIT $1::int
