-- $1 desk  $2 letter  $3 now
UPDATE queue_groups SET closed_at = $3 WHERE desk_id = $1 AND letter = $2 AND closed_at IS NULL
