-- What an earlier sending of the same form made.
-- $1 uid (uuid)   $2 agency (bigint)   $3 origin   $4 official who sent it
SELECT x.uid, x.subject, x.kind_code, e.arrival_number FROM documents x
  LEFT JOIN incoming_entries e ON e.document_id = x.id AND e.agency_id = $2
 WHERE x.uid = $1 AND x.agency_id = $2 AND x.origin = $3 AND x.drafter_id = $4
