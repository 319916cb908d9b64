-- $1 id  $2 owner  $3 name  $4 metadata  $5 length  $6 expires at
INSERT INTO uploads (id, owner, name, metadata, length, expires_at)
VALUES ($1, $2, $3, $4, $5::bigint, $6::timestamptz)
