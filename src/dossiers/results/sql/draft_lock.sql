-- $1 uid
SELECT id FROM dossier_drafts WHERE uid = $1::uuid FOR UPDATE
