-- The register that says the same of the same days, the newest of them.
-- $1 from  $2 to  $3 SHA-256 of its rows
SELECT uid, year, number, from_day, to_day, rows, content, sha256, official, at FROM dossier_registers
 WHERE agency_id = current_setting('lt.agency')::bigint AND from_day = $1::date AND to_day = $2::date AND content = $3
 ORDER BY at DESC LIMIT 1
