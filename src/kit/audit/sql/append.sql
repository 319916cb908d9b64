-- $1 at  $2 agency  $3 official  $4 request  $5 action  $6 subject  $7 detail (JSON)
INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail)
VALUES ($1::timestamptz, $2::bigint, $3::bigint, $4, $5, $6, $7::json)
