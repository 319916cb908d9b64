-- A version after the newest one of that key. What is the newest of those days already, and not withdrawn, is no new version: it holds then
-- whatever was deployed for other days since.
-- $1 uid  $2 agency (NULL: the province)  $3 key  $4 name  $5 sha256  $6 source  $7 valid from  $8 valid to (or NULL)  $9 basis  $10 note
-- $11 now  $12 official
WITH those AS (
    SELECT uid, version, sha256, valid_from, valid_to, basis, note, withdrawn_at FROM decision_models
     WHERE key = $3 AND agency_id IS NOT DISTINCT FROM $2::bigint
), newest AS (
    SELECT * FROM those WHERE valid_from = $7::date AND valid_to IS NOT DISTINCT FROM $8::date ORDER BY version DESC LIMIT 1
), added AS (
    INSERT INTO decision_models (uid, agency_id, key, version, name, sha256, source, valid_from, valid_to, basis, note, deployed_at,
                                 deployed_by)
    SELECT $1::uuid, $2::bigint, $3, coalesce((SELECT max(version) FROM those), 0) + 1, $4, $5, $6::bytea, $7::date, $8::date, $9, $10,
           $11::timestamptz, $12::bigint
     WHERE NOT EXISTS (SELECT 1 FROM newest WHERE sha256 = $5 AND basis = $9 AND note = $10 AND withdrawn_at IS NULL)
    RETURNING uid, version
)
SELECT uid, version, true AS added FROM added
UNION ALL
SELECT uid, version, false FROM newest WHERE NOT EXISTS (SELECT 1 FROM added)
