-- By whose hands a dossier went, for its control slip.
-- $1 dossier
SELECT b.kind, b.giver_id, b.receiver_id, b.unit_id, b.number, b.given_at, b.giver_name, b.closed_at, b.closer_name, l.state, l.remark
  FROM hand_over_lines l JOIN hand_over_batches b ON b.id = l.batch_id
 WHERE l.dossier_id = $1::bigint AND l.state <> 'withdrawn' ORDER BY b.id
