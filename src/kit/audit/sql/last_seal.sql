-- $1 year
SELECT number, hash FROM audit_seals WHERE year = $1::integer ORDER BY number DESC LIMIT 1
