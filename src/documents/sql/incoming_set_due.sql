-- The leader's due time for the whole document.
-- $1 delivery   $2 due   $3 leader who assigned   $4 now
UPDATE incoming_entries SET due_at = coalesce($2, due_at), leader_id = $3, assigned_at = coalesce(assigned_at, $4)
 WHERE delivery_id = $1
