-- The locks of a batch's dossiers, always in one order; what they are now is read behind it.
-- $1 uids
SELECT id FROM dossiers WHERE uid = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
