-- The number that the signature is going to cover. What was read stays the same, so its version does.
-- $1 uid  $2 book  $3 year  $4 number  $5 notation  $6 issued_on
UPDATE dossier_drafts SET book = $2, year = $3::int, number = $4::bigint, notation = $5, issued_on = $6::date WHERE uid = $1::uuid
