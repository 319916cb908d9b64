-- What one receiver is to get. Of a unit: not what went to another one of its units the last time. What was refused stays, from any day.
-- $1 agency  $2 kind  $3 receiver  $4 unit or NULL  $5 ready from, or NULL  $6 limit
SELECT w.uid
  FROM hand_over_waiting w
  LEFT JOIN LATERAL (SELECT b.unit_id FROM hand_over_lines l JOIN hand_over_batches b ON b.id = l.batch_id
                      WHERE l.procedure_id = w.procedure_id AND l.state = 'accepted' AND l.kind = 'dossiers'
                        AND b.giver_id = $1::bigint AND b.receiver_id = $3::bigint AND b.unit_id IS NOT NULL
                      ORDER BY l.batch_id DESC LIMIT 1) u ON $4::bigint IS NOT NULL
 WHERE w.giver_id = $1::bigint AND w.kind = $2::text AND w.receiver_id = $3::bigint
   AND ($4::bigint IS NULL OR u.unit_id IS NULL OR u.unit_id = $4::bigint)
   AND ($5::timestamptz IS NULL OR w.ready_at >= $5::timestamptz
        OR EXISTS (SELECT FROM hand_over_lines r WHERE r.dossier_id = w.id AND r.kind = w.kind AND r.state = 'refused'))
 ORDER BY w.ready_at, w.id LIMIT $6::int
