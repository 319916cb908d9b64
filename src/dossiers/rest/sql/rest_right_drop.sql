-- $1 system  $2 right  $3 agency, or NULL
DELETE FROM system_rights WHERE system_id = $1::bigint AND name = $2 AND agency_id IS NOT DISTINCT FROM $3::bigint
