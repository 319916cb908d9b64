-- How many documents of the agency are being written, counted to 1,000 at most. What was issued is not counted: its policy reads the
-- rows themselves, 7 ms for a thousand.
-- $1 agency
SELECT count(*) AS drafts
  FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'draft' LIMIT 1000) q
