-- $1 document   $2 sender
SELECT d.agency_id, d.state, d.state_at, d.reason, r.delivery_id IS NOT NULL AS recall_asked, r.answer, r.answer_reason,
       m.reminded_at, m.times AS reminders
  FROM sent_deliveries d LEFT JOIN recalls r ON r.delivery_id = d.id
  LEFT JOIN (SELECT delivery_id, max(reminded_at) AS reminded_at, count(*) AS times FROM reminders
              WHERE document_id = $1 AND sender_id = $2 GROUP BY delivery_id) m ON m.delivery_id = d.id
 WHERE d.document_id = $1 AND d.sender_id = $2 ORDER BY d.id
