-- Fees of procedures can be paid online.
-- $1 codes (text[])  $2 agency, or 0 for the whole province  $3 way  $4 since  $5 basis  $6 now  $7 official
INSERT INTO procedure_online_payments (procedure_id, agency_id, way, since, basis, entered_at, entered_by)
SELECT p.id, nullif($2::bigint, 0), $3, $4::date, $5, $6::timestamptz, $7::bigint FROM procedures p WHERE p.code = ANY ($1::text[]) ORDER BY p.code
