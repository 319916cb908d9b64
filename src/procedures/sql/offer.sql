-- An agency offers a procedure.
-- $1 code  $2 agency  $3 part  $4 since
INSERT INTO procedure_agencies (procedure_id, agency_id, part, since) SELECT id, $2::bigint, $3::text, $4::timestamptz FROM procedures WHERE code = $1
ON CONFLICT DO NOTHING
