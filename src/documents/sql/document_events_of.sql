-- $1 document   $2 agency of the reader
SELECT at, action, detail, CASE WHEN agency_id = $2 THEN official_name END AS official_name, agency_id
  FROM document_events WHERE document_id = $1 ORDER BY at DESC, id DESC LIMIT 200
