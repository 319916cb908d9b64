-- Takes back the open parts of officials who are no longer named, and makes room for another lead.
-- $1 delivery   $2 officials who stay (bigint[])   $3 new lead
WITH others AS (UPDATE assignments SET state = 'withdrawn'
                 WHERE delivery_id = $1 AND state = 'open' AND NOT official_id = ANY($2::bigint[]))
UPDATE assignments SET role = 'support'
 WHERE delivery_id = $1 AND role = 'lead' AND state <> 'withdrawn' AND official_id <> $3
   AND (state = 'done' OR official_id = ANY($2::bigint[]))
