-- $1 xid  $2 id  $3 floor
UPDATE audit_sealer SET upto_xid = ($1::text)::xid8, upto_id = $2::bigint, floor_id = $3::bigint
