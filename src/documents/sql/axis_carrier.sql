-- The system that brought a message; none for what was made here.
-- $1 message (uid)
SELECT s.name FROM axis_messages m JOIN connected_systems s ON s.id = m.system_id WHERE m.uid = $1::uuid
