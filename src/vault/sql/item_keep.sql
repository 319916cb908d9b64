-- $1 uid  $2 dossier  $3 source  $4 no  $5 code  $6 name  $7 number  $8 issuer  $9 issued_on  $10 valid_from  $11 valid_to  $12 file name
-- $13 media type  $14 size  $15 sha256  $16 fields  $17 signature  $18 why  $19 now
SELECT uid, is_new FROM lt_keep_vault_item($1::uuid, $2::uuid, $3, $4::int, $5, $6, $7, $8, $9::date, $10::date, $11::date, $12, $13,
                                           $14::bigint, $15, $16::json, $17, $18, $19::timestamptz)
