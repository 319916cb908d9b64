-- The first of the agencies upwards that decides a procedure; where none of them does, the only one that does at all. And which of the others
-- decide it.
-- $1 code  $2 agencies upwards (bigint[])  $3 others (bigint[])
(SELECT near.agency_id, true AS is_near FROM (
    SELECT a.agency_id, w.place
      FROM procedures p, unnest($2::bigint[]) WITH ORDINALITY AS w (agency_id, place)
      JOIN procedure_agencies a ON a.agency_id = w.agency_id AND a.part = 'decides'
     WHERE p.code = $1 AND a.procedure_id = p.id
     UNION ALL
    SELECT min(few.agency_id), NULL FROM (
        SELECT a.agency_id FROM procedures p JOIN procedure_agencies a ON a.procedure_id = p.id AND a.part = 'decides'
         WHERE p.code = $1 LIMIT 2) few
    HAVING count(*) = 1) near
 ORDER BY near.place NULLS LAST LIMIT 1)
UNION ALL
SELECT a.agency_id, false FROM procedures p JOIN procedure_agencies a ON a.procedure_id = p.id AND a.part = 'decides'
 WHERE p.code = $1 AND a.agency_id = ANY ($3::bigint[])
