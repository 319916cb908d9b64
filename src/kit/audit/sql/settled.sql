-- $1 xid and $2 id of the last sealed event  $3 floor  $4 limit
SELECT id, xid::text AS xid, at, agency_id, official_id, request_id, action, subject, detail
  FROM audit_settled(($1::text)::xid8, $2::bigint, $3::bigint, $4::integer)
