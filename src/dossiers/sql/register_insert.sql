-- $1 uid  $2 year  $3 number  $4 from  $5 to  $6 rows  $7 SHA-256 of them  $8 SHA-256 of the file  $9 name of the official  $10 at
INSERT INTO dossier_registers (uid, agency_id, year, number, from_day, to_day, rows, content, sha256, official_id, official, at)
VALUES ($1::uuid, current_setting('lt.agency')::bigint, $2::int, $3::bigint, $4::date, $5::date, $6::bigint, $7, $8,
        current_setting('lt.official')::bigint, $9, $10::timestamptz)
