-- Of each agency, the procedures with fees that it receives, and those whose fees can be paid online there. Of agency 0: those of the whole
-- province, and those that were written down for all of it.
-- $1 day
WITH payable AS MATERIALIZED (
    SELECT DISTINCT coalesce(x.agency_id, 0) AS agency_id, x.procedure_id FROM procedure_online_payments x
     WHERE x.since <= $1::date AND (x.until IS NULL OR x.until > $1::date)
), charged AS MATERIALIZED (
    SELECT a.agency_id, a.procedure_id
      FROM procedure_agencies a
      JOIN procedure_versions v ON v.procedure_id = a.procedure_id AND v.state = 'approved' AND v.has_fees
                               AND v.valid_from <= $1::date AND (v.valid_to IS NULL OR v.valid_to >= $1::date)
     WHERE a.part = 'receives'
)
SELECT c.agency_id, count(*) AS procedures, count(*) FILTER (WHERE h.procedure_id IS NOT NULL OR e.procedure_id IS NOT NULL) AS payable
  FROM charged c
  LEFT JOIN payable h ON h.agency_id = c.agency_id AND h.procedure_id = c.procedure_id
  LEFT JOIN payable e ON e.agency_id = 0 AND e.procedure_id = c.procedure_id
 GROUP BY c.agency_id
UNION ALL
SELECT 0, count(*), count(e.procedure_id)
  FROM (SELECT DISTINCT c.procedure_id FROM charged c) c
  LEFT JOIN payable e ON e.agency_id = 0 AND e.procedure_id = c.procedure_id
