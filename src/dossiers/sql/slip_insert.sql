-- $1 uid  $2 dossier  $3 kind  $4 event_no  $5 year  $6 number or NULL  $7 content  $8 at  $9 agency
INSERT INTO dossier_slips (uid, dossier_id, agency_id, kind, event_no, year, number, content, at)
VALUES ($1::uuid, $2::bigint, $9::bigint, $3, $4::int, $5::int, $6::bigint, $7::json, $8::timestamptz)
