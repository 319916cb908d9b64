-- A version after the newest one of that key; the same drawing again is no new version.
-- $1 uid  $2 agency (NULL: the province)  $3 key  $4 name  $5 sha256  $6 source  $7 note  $8 now  $9 official
WITH newest AS (
    SELECT id, version, sha256, retired_at FROM process_definitions
     WHERE key = $3 AND agency_id IS NOT DISTINCT FROM $2::bigint ORDER BY version DESC LIMIT 1
), added AS (
    INSERT INTO process_definitions (uid, agency_id, key, version, name, sha256, source, note, deployed_at, deployed_by)
    SELECT $1::uuid, $2::bigint, $3, coalesce((SELECT version FROM newest), 0) + 1, $4, $5, $6::bytea, $7, $8::timestamptz, $9::bigint
     WHERE NOT EXISTS (SELECT 1 FROM newest WHERE sha256 = $5 AND retired_at IS NULL)
    RETURNING id, uid, version
)
SELECT id, uid, version, true AS added FROM added
UNION ALL
SELECT n.id, d.uid, n.version, false FROM newest n JOIN process_definitions d USING (id) WHERE NOT EXISTS (SELECT 1 FROM added)
