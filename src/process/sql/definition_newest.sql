-- The newest version that is not retired: the agency's own drawing before the province's.
-- $1 agency  $2 key
SELECT id FROM process_definitions
 WHERE key = $2 AND (agency_id = $1::bigint OR agency_id IS NULL) AND retired_at IS NULL
 ORDER BY agency_id IS NULL, version DESC LIMIT 1
