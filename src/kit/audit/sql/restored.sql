-- $1 limit
SELECT id, xid::text AS xid, at, agency_id, official_id, request_id, action, subject, detail
  FROM audit_restored($1::integer)
