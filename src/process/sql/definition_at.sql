-- The version that was the newest at a moment, though it be retired since: the agency's own drawing before the province's. Where there was
-- none yet, the first that came and is not retired.
-- $1 agency  $2 key  $3 moment
SELECT id FROM process_definitions
 WHERE key = $2 AND (agency_id = $1::bigint OR agency_id IS NULL)
   AND (retired_at IS NULL OR deployed_at <= $3::timestamptz AND retired_at > $3::timestamptz)
 ORDER BY deployed_at > $3::timestamptz, CASE WHEN deployed_at <= $3::timestamptz THEN agency_id IS NULL END,
          CASE WHEN deployed_at > $3::timestamptz THEN deployed_at END, version DESC LIMIT 1
