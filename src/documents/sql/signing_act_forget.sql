-- The files with their holes, and those that were brought, may go.
-- $1 act
UPDATE signing_act_files SET sha256 = NULL, delivered_sha256 = NULL WHERE act_id = $1
