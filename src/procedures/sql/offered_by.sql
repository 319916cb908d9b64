-- Who offers a procedure.
-- $1 code
SELECT a.agency_id, a.part FROM procedure_agencies a JOIN procedures p ON p.id = a.procedure_id WHERE p.code = $1
 ORDER BY a.part, a.agency_id
