-- What the sender has not been told, in order; locked, so that two jobs tell one after the other.
-- $1 document  $2 agency
SELECT code, words, staff, unit_id, at FROM axis_statuses
 WHERE document_id = $1 AND agency_id = $2 AND told_at IS NULL ORDER BY at, code FOR UPDATE
