-- $1 system  $2 kind
SELECT count(DISTINCT message_id) AS waiting FROM axis_items
 WHERE system_id = $1::bigint AND kind = $2 AND state IN ('initial', 'processing')
