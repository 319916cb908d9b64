-- Before the row of the petition changes: only who holds it adds to its trail.
-- $1 petition  $2 kind  $3 now  $4 agency  $5 official  $6 to agency, NULL: to none  $7 words  $8 due
INSERT INTO dossier_petition_acts (petition_id, kind, at, agency_id, official_id, to_id, words, due_at)
VALUES ($1::bigint, $2, $3::timestamptz, $4::bigint, $5::bigint, $6::bigint, $7, $8::timestamptz)
