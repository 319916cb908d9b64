-- Unless the settings are others by now.
-- $1 when they were changed
UPDATE national_portal SET filled = true WHERE changed_at = $1::timestamptz
