-- Locks a petition for who holds it; no row: it is not the agency's, or there is none.
-- $1 uid
SELECT id FROM dossier_petitions WHERE uid = $1::uuid FOR NO KEY UPDATE
