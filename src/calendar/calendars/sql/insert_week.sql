-- $1 uid $2 agency, NULL for the province $3 valid from $4 seven texts of shifts, or NULL $5 basis $6 at $7 official
INSERT INTO working_weeks (uid, agency_id, valid_from, shifts, basis, entered_at, entered_by)
VALUES ($1::uuid, $2::bigint, $3::date, $4::text[], $5, $6::timestamptz, $7::bigint)
