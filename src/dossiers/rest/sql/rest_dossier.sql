-- Where the dossier is that a system asks for; nothing for one that is not for it.
-- $1 system  $2 code or uid
SELECT uid, agency_id FROM lt_system_dossier($1::bigint, $2)
