-- The first number that another form took and left unused.
-- $1 uid of the batch  $2 kind  $3 year  $4 now  $5 taken before
UPDATE hand_over_numbers n SET batch_uid = $1::uuid, taken_at = $4::timestamptz
  FROM (SELECT agency_id, kind, year, number FROM hand_over_numbers
         WHERE agency_id = current_setting('lt.agency')::bigint AND kind = $2::text AND year = $3::int AND taken_at < $5::timestamptz
           AND cancelled_at IS NULL
         ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED) l
 WHERE (n.agency_id, n.kind, n.year, n.number) = (l.agency_id, l.kind, l.year, l.number) RETURNING n.number
