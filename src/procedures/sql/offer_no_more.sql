-- It does not any more; that it did stays known.
-- $1 code  $2 agency  $3 part  $4 until
WITH gone AS (
    DELETE FROM procedure_agencies a USING procedures p WHERE p.id = a.procedure_id AND p.code = $1 AND a.agency_id = $2 AND a.part = $3
    RETURNING a.procedure_id, a.agency_id, a.part, a.since
)
INSERT INTO procedure_agencies_ended (procedure_id, agency_id, part, since, until)
SELECT g.procedure_id, g.agency_id, g.part, g.since, $4::timestamptz FROM gone g
