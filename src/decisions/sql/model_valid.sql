-- The version that holds on a day for an agency: of the nearest owner that has one, that whose time began last, of these the newest.
-- $1 agency (0: the province)  $2 key  $3 day
SELECT m.id FROM decision_models m LEFT JOIN agencies_above($1::bigint) up ON up.id = m.agency_id
 WHERE m.key = $2 AND m.withdrawn_at IS NULL AND m.valid_from <= $3::date AND coalesce(m.valid_to >= $3::date, true)
   AND (m.agency_id IS NULL OR up.id IS NOT NULL)
 ORDER BY up.far NULLS LAST, m.valid_from DESC, m.version DESC LIMIT 1
