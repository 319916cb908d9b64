-- $1 year  $2 number  $3 ids (bigint[])  $4 row hashes  $5 hash  $6 sealed at
INSERT INTO audit_seals (year, number, ids, row_hashes, hash, sealed_at)
VALUES ($1::integer, $2::bigint, $3::bigint[], $4::bytea, $5::bytea, $6::timestamptz)
