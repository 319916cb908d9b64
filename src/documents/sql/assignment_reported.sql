-- $1 delivery   $2 official   $3 report
SELECT 1 FROM assignments WHERE delivery_id = $1 AND official_id = $2 AND state = 'done' AND report = $3
