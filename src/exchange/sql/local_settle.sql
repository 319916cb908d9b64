-- $1 message  $2 codes  $3 state  $4 why  $5 now
UPDATE axis_items SET state = $3, why = $4, attempts = attempts + 1, changed_at = $5
 WHERE message_id = $1::bigint AND to_code = ANY ($2::text[]) AND system_id IS NULL AND state = 'processing'
