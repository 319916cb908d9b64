-- $1 code  $2 agency  $3 part
DELETE FROM procedure_agencies a USING procedures p WHERE p.id = a.procedure_id AND p.code = $1 AND a.agency_id = $2 AND a.part = $3
