-- $1 uid $2 agency, NULL for the province $3 first day $4 last day $5 kind $6 instead of $7 shifts $8 name $9 basis $10 at $11 official
INSERT INTO special_days (uid, agency_id, first_day, last_day, kind, instead_of, shifts, name, basis, entered_at, entered_by)
VALUES ($1::uuid, $2::bigint, $3::date, $4::date, $5, $6::date, $7, $8, $9, $10::timestamptz, $11::bigint)
