-- The files with their holes may go.
-- $1 act
UPDATE signing_act_files SET sha256 = NULL WHERE act_id = $1
