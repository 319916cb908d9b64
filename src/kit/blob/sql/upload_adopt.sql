-- A file that came by another way (plain multipart) and is complete already.
-- $1 id  $2 owner  $3 name  $4 length  $5 sha256  $6 media type  $7 expires at
INSERT INTO uploads (id, owner, name, length, received, blob_sha256, media_type, expires_at)
VALUES ($1, $2, $3, $4::bigint, $4::bigint, $5, $6, $7::timestamptz)
