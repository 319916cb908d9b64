-- For the recount: procedures that certify copies, also those that are no longer in force.
-- $1 codes (text[])
SELECT id FROM procedures WHERE code = ANY ($1::text[])
