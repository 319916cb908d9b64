-- Many dossiers at once are looked at: one row, whatever they are.
-- $1 what  $2 words  $3 now
INSERT INTO dossier_list_looks (agency_id, official_id, what, words, at)
VALUES (current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, $1, $2, $3::timestamptz)
