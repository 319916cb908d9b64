-- $1 system  $2 hash
SELECT answer FROM axis_signatures WHERE system_id = $1::bigint AND hash = $2
