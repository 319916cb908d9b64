-- The question at the tablet of an official gives way to another one.
-- $1 agency  $2 official
UPDATE vault_asks SET replaced = true
 WHERE agency_id = $1::bigint AND official_id = $2::bigint AND way = 'tablet' AND answer IS NULL AND NOT replaced
