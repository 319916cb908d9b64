-- For the recount: what was written down of fees that can be paid online. Agency 0: all of the province.
SELECT procedure_id, coalesce(agency_id, 0) AS agency_id, since, until FROM procedure_online_payments
