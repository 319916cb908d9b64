-- $1 definition  $2 element  $3 kind  $4 name  $5 agency  $6 due
INSERT INTO process_beginnings (definition_id, element, kind, name, agency_id, due_at)
VALUES ($1, $2, $3, $4, $5::bigint, $6::timestamptz) ON CONFLICT DO NOTHING
