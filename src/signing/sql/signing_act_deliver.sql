-- A file comes back signed: once, while the session that asked for it is there.
-- $1 act  $2 position  $3 content given out  $4 content that came  $5 session (hash)  $6 now
UPDATE signing_act_files SET delivered_sha256 = $4
 WHERE act_id = $1 AND position = $2 AND sha256 = $3 AND delivered_sha256 IS NULL AND why IS NULL AND lt_logged_in($5, $6)
RETURNING position
