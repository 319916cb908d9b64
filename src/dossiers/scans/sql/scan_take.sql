-- Nothing comes back where somebody has taken it already.
-- $1 name  $2 size  $3 written at, nanoseconds  $4 dossier  $5 at
INSERT INTO scans_taken (agency_id, name, size, written_at, dossier_id, official_id, at)
VALUES (current_setting('lt.agency')::bigint, $1, $2::bigint, $3::bigint, $4::bigint, current_setting('lt.official')::bigint,
        $5::timestamptz)
ON CONFLICT DO NOTHING RETURNING name
