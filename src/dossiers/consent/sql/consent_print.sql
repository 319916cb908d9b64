-- The digest of the slip, where it is not answered yet.
-- $1 ask  $2 digest
UPDATE vault_asks SET slip_sha256 = $2 WHERE id = $1::bigint AND answer IS NULL
