-- $1 predecessor
DELETE FROM agency_successions WHERE predecessor_id = $1::bigint
