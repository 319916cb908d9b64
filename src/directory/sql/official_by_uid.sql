-- $1 uid
SELECT id, uid, agency_id, name, email, phone FROM officials WHERE uid = $1::uuid
