-- $1 code, of the portal or ours
SELECT uid, agency_id FROM lt_portal_dossier($1)
