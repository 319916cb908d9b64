-- What still waits for a signature, a seal or its issue.
-- $1 dossier
SELECT uid, is_document, agency_id, name, notation, state FROM lt_awaited_results($1::bigint)
