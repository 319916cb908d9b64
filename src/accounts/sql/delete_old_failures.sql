-- $1 now  $2 what began before this is forgotten, unless it is still locked
DELETE FROM log_in_failures
 WHERE since < $2::timestamptz AND (locked_until IS NULL OR locked_until < $1::timestamptz)
