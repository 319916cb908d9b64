-- The agency that decides it now; NULL: there is no such dossier.
-- $1 uid
SELECT lt_dossier_home($1::uuid) AS agency_id
