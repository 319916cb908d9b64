-- $1 delivery   $2 leader   $3 clerk's note
UPDATE incoming_entries SET leader_id = $2, clerk_note = $3 WHERE delivery_id = $1
