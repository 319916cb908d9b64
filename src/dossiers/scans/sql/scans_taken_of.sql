-- Those of these names that are taken: they lie there only until they are moved.
-- $1 agency  $2 names
SELECT name, size, written_at FROM scans_taken WHERE agency_id = $1::bigint AND name = ANY ($2::text[])
