-- What a source holds; the same file of an earlier answer to this question is there already.
-- $1 uid  $2 look  $3 question to the citizen  $4 agency  $5 source  $6 type  $7 name  $8 number  $9 issuer  $10 file name  $11 place
INSERT INTO held_papers (uid, look_id, ask_id, agency_id, source, code, name, number, issuer, file_name, place)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4::bigint, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (ask_id, source, code, issuer, place) DO NOTHING
