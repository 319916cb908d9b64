-- Whose instance it is while something is wrong with it, for the operator.
-- $1 uid
SELECT lt_process_agency($1::uuid) AS agency_id
