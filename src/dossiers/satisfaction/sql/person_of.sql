-- Who speaks for a dossier. Counts a wrong try.
-- $1 code  $2 digits
SELECT answer, uid, agency_id FROM lt_person_of($1, $2)
