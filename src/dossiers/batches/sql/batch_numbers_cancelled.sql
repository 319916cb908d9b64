-- The agency's cancelled numbers of one kind of slip, of the newest year first.
-- $1 kind  $2 limit
SELECT year, number, cancelled_at FROM hand_over_numbers
 WHERE agency_id = current_setting('lt.agency')::bigint AND kind = $1::text AND cancelled_at IS NOT NULL
 ORDER BY year DESC, number LIMIT $2::int
