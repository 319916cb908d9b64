-- An agency offers a procedure.
-- $1 code  $2 agency  $3 part
INSERT INTO procedure_agencies (procedure_id, agency_id, part) SELECT id, $2::bigint, $3::text FROM procedures WHERE code = $1 ON CONFLICT DO NOTHING
