-- The message that brought this to the addressee the first time.
-- $1 code  $2 once
SELECT m.uid FROM axis_items i JOIN axis_messages m ON m.id = i.message_id WHERE i.to_code = $1 AND i.once = $2
