-- $1 delivery   $2 official   $3 report
SELECT state = 'done' AS done FROM assignments
 WHERE delivery_id = $1 AND official_id = $2 AND state <> 'withdrawn' AND report = $3
