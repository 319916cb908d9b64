-- $1 uid of the file
SELECT dossier_uid, agency_id FROM lt_portal_file($1::uuid)
