-- $1 message  $2 system  $3 codes  $4 state  $5 why  $6 now
UPDATE axis_items SET state = $4, why = $5, attempts = attempts + 1, changed_at = $6
 WHERE message_id = $1::bigint AND system_id = $2::bigint AND to_code = ANY ($3::text[]) AND state = 'processing'
