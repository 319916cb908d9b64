-- The scan of the signed slip, once.
-- $1 ask  $2 file
UPDATE vault_asks SET scan_uid = $2::uuid WHERE id = $1::bigint AND scan_uid IS NULL
