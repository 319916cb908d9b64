-- Documents of the agency with the same number and notation, to warn the clerk (ND 30/2020, Annex VI, III.1h).
-- $1 agency   $2 notation key
SELECT x.uid, x.issuer_name, e.arrival_number FROM document_search s
  JOIN documents x ON x.id = s.document_id
  JOIN deliveries d ON d.document_id = x.id AND d.agency_id = $1
  LEFT JOIN incoming_entries e ON e.delivery_id = d.id
 WHERE s.notation_key = $2 ORDER BY s.sorted_at DESC LIMIT 20
