-- One that the agency may use.
-- $1 agency (0: all may be seen)  $2 uid
SELECT m.id FROM decision_models m
 WHERE m.uid = $2::uuid
   AND ($1::bigint = 0 OR m.agency_id IS NULL OR m.agency_id IN (SELECT up.id FROM agencies_above($1::bigint) up))
