-- $1 uid  $2 state  $3 fields  $4 file  $5 own_file  $6 signer  $7 its name  $8 its title  $9 note  $10 submitted_at  $11 book
-- $12 year  $13 number  $14 notation  $15 issued_on  $16 signed_at  $17 sealed_at  $18 sealed_by  $19 result
UPDATE dossier_drafts SET state = $2, version = version + 1, fields = $3::json, file_uid = $4::uuid, own_file = $5::boolean,
       signer_id = $6::bigint, signer = $7, signer_title = $8, note = $9, submitted_at = $10::timestamptz, book = $11, year = $12::int,
       number = $13::bigint, notation = $14, issued_on = $15::date, signed_at = $16::timestamptz, sealed_at = $17::timestamptz,
       sealed_by = $18::bigint, result_no = $19::int
 WHERE uid = $1::uuid
