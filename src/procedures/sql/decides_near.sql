-- The first of these agencies that decides a procedure; where none of them does, the only one that does at all; else nothing.
-- $1 code  $2 agencies (bigint[])
SELECT near.agency_id FROM (
    SELECT a.agency_id, w.place
      FROM procedures p, unnest($2::bigint[]) WITH ORDINALITY AS w (agency_id, place)
      JOIN procedure_agencies a ON a.agency_id = w.agency_id AND a.part = 'decides'
     WHERE p.code = $1 AND a.procedure_id = p.id
     UNION ALL
    SELECT min(few.agency_id), NULL FROM (
        SELECT a.agency_id FROM procedures p JOIN procedure_agencies a ON a.procedure_id = p.id AND a.part = 'decides'
         WHERE p.code = $1 LIMIT 2) few
    HAVING count(*) = 1) near
 ORDER BY near.place NULLS LAST LIMIT 1
