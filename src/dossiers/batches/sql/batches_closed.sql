-- The newest first.
-- $1 agency  $2 before id, or 0  $3 limit
SELECT b.id, b.uid, b.kind, b.giver_id, b.receiver_id, b.unit_id, b.year, b.number, b.state, b.given_at, b.given_by, b.giver_name,
       b.giver_title, b.closed_at, b.closed_by, b.closer_name, b.closer_title, b.lines, b.refused, b.slip_sha256, b.giver_certificate, b.sha256,
       b.closer_certificate, false AS takes
  FROM (SELECT * FROM hand_over_batches o
         WHERE (o.giver_id = $1::bigint OR o.receiver_id = $1::bigint) AND o.state <> 'given' AND ($2::bigint = 0 OR o.id < $2::bigint)
         ORDER BY o.id DESC LIMIT $3::int) b
 ORDER BY b.id DESC
