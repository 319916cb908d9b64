-- $1 message  $2 system  $3 state  $4 why  $5 now
UPDATE axis_items SET state = $3, why = $4, attempts = attempts + 1, changed_at = $5
 WHERE message_id = $1::bigint AND system_id = $2::bigint AND state = 'processing'
