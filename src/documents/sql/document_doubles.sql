-- Documents that the agency has with the same number, notation and issuer, of the same year, because numbers begin anew
-- each year: to warn the clerk (ND 30/2020, Annex VI, III.1h). The key stands in a sub-select, so that it is computed once and
-- compared by the index.
-- $1 agency   $2 number   $3 notation   $4 issuer   $5 day of the document   $6 uid of the document itself
SELECT e.arrival_number FROM documents x
  JOIN deliveries d ON d.document_id = x.id AND d.agency_id = $1
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
 WHERE x.double_key = (SELECT lt_double_key($2, $3, $4)) AND x.double_key <> '' AND x.uid <> $6
   AND (x.issued_on IS NULL OR extract(year FROM x.issued_on) = extract(year FROM $5::date))
 ORDER BY x.id DESC LIMIT 1
