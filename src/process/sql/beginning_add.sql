-- $1 definition  $2 element  $3 which of its events  $4 kind  $5 name  $6 agency  $7 due
INSERT INTO process_beginnings (definition_id, element, event, kind, name, agency_id, due_at)
VALUES ($1, $2, $3, $4, $5, $6::bigint, $7::timestamptz)
