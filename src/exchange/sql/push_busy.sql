-- $1 message  $2 system
SELECT 1 AS busy FROM axis_items WHERE message_id = $1::bigint AND system_id = $2::bigint AND state = 'processing' LIMIT 1
