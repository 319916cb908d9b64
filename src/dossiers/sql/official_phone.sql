-- $1 official
SELECT phone FROM officials WHERE id = $1::bigint AND phone <> ''
