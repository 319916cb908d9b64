-- The recipient has finished, refused or given back: nobody has to be reminded any more.
-- $1 delivery   $2 now
UPDATE reminders SET closed_at = $2 WHERE delivery_id = $1 AND closed_at IS NULL
