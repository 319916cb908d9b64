-- Of the steps of a document each is told once; the answer to a request is told again when it is given again.
-- $1 document  $2 agency  $3 code  $4 words  $5 who acted  $6 unit  $7 now
INSERT INTO axis_statuses (document_id, agency_id, code, words, staff, unit_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (document_id, agency_id, code) DO UPDATE
   SET words = excluded.words, staff = excluded.staff, unit_id = excluded.unit_id, at = excluded.at, told_at = NULL
 WHERE excluded.code IN ('15', '16')
