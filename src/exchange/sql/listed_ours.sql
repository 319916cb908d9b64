-- $1 system  $2 wire  $3 agency here
UPDATE axis_agencies SET agency_id = $3::bigint WHERE system_id = $1::bigint AND wire = $2
