-- $1 uid
SELECT b.id, b.uid, b.kind, b.giver_id, b.receiver_id, b.unit_id, b.year, b.number, b.state, b.given_at, b.given_by, b.giver_name,
       b.giver_title, b.closed_at, b.closed_by, b.closer_name, b.closer_title, b.lines, b.refused, b.slip_sha256, b.giver_certificate, b.sha256,
       b.closer_certificate, lt_takes_for(b.receiver_id, b.unit_id) AS takes
  FROM hand_over_batches b WHERE b.uid = $1::uuid
