-- $1 instance  $2 act  $3 detail
SELECT version FROM process_acts WHERE instance_id = $1 AND act = $2 AND detail = $3 LIMIT 1
