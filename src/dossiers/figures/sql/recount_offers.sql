-- For the recount: what agencies offer, and what they offered once.
SELECT agency_id, procedure_id, part, nullif(since, '-infinity') AS since, NULL::timestamptz AS until FROM procedure_agencies
UNION ALL
SELECT agency_id, procedure_id, part, nullif(since, '-infinity'), until FROM procedure_agencies_ended
