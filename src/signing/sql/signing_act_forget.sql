-- The files with their holes, and those that were brought, may go, and what was kept until the end only.
-- $1 act
UPDATE signing_act_files SET sha256 = NULL, delivered_sha256 = NULL, detail = detail - 'until_end' WHERE act_id = $1
