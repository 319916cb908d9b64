-- Where the one-stop desk of an agency is.
-- $1 agency
SELECT address, phone FROM dossier_desks WHERE agency_id = $1
