-- Numbers beside the views of the in-tray of an agency that the menu has not, each counted to 1,000 at most and within an index.
-- $1 agency
SELECT (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 AND state = 'done' LIMIT 1000) q) AS done,
       (SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE agency_id = $1 LIMIT 1000) q) AS total
