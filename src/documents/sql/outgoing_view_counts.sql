-- Numbers beside the views of an agency's own documents that are not issued yet, each counted to 1,000 at most. What was issued is
-- not counted: its policy reads the rows themselves, 7 ms for a thousand.
-- $1 agency
SELECT (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'draft' LIMIT 1000) q) AS drafts,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'review' LIMIT 1000) q) AS review,
       (SELECT count(*) FROM (SELECT 1 FROM documents WHERE agency_id = $1 AND origin = 'own' AND state = 'approved' LIMIT 1000) q)
           AS approved
