-- $1 uid
SELECT sha256 FROM axis_messages WHERE uid = $1::uuid
