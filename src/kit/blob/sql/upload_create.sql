-- A new upload, unless more would then wait for its owner than may. One row: what waits already, and whether it was added.
-- $1 id  $2 owner  $3 name  $4 metadata  $5 length  $6 expires at  $7 now  $8 most files  $9 most bytes
WITH waiting AS (
    SELECT count(*) AS files, coalesce(sum(length), 0)::bigint AS bytes
      FROM uploads WHERE owner = $2 AND used_at IS NULL AND expires_at > $7::timestamptz),
added AS (
    INSERT INTO uploads (id, owner, name, metadata, length, expires_at)
    SELECT $1, $2, $3, $4, $5::bigint, $6::timestamptz FROM waiting
     WHERE files < $8::bigint AND bytes + $5::bigint <= $9::bigint
    RETURNING id)
SELECT files, bytes, EXISTS (SELECT 1 FROM added) AS added FROM waiting
