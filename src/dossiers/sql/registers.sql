-- Registers that the agency printed, the newest first.
-- $1 time and  $2 number of the one before (NULL: from the newest)  $3 limit
SELECT uid, year, number, from_day, to_day, rows, content, sha256, official, at FROM dossier_registers
 WHERE agency_id = current_setting('lt.agency')::bigint AND ($1::timestamptz IS NULL OR (at, number) < ($1::timestamptz, $2::bigint))
 ORDER BY at DESC, number DESC LIMIT $3::int
