-- $1 account  $2 hashes in hexadecimal (text[])
INSERT INTO recovery_codes (account_id, code_hash) SELECT $1::bigint, decode(h, 'hex') FROM unnest($2::text[]) AS h
