-- $1 agency  $2 definition  $3 behind that id  $4 at most
SELECT id FROM process_instances
 WHERE agency_id = $1::bigint AND definition_id = $2::bigint AND ended_at IS NULL AND id > $3::bigint ORDER BY id LIMIT $4::int
