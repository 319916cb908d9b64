-- Where the one-stop desk of an agency is, from now on.
-- $1 agency  $2 address  $3 phone  $4 now  $5 official
INSERT INTO dossier_desks (agency_id, address, phone, changed_at, changed_by) VALUES ($1, $2, $3, $4::timestamptz, $5)
ON CONFLICT (agency_id) DO UPDATE SET address = excluded.address, phone = excluded.phone, changed_at = excluded.changed_at,
    changed_by = excluded.changed_by
