-- $1 uid of the batch  $2 kind  $3 year  $4 number  $5 now
INSERT INTO hand_over_numbers (agency_id, batch_uid, kind, year, number, taken_at)
VALUES (current_setting('lt.agency')::bigint, $1::uuid, $2, $3::int, $4::bigint, $5::timestamptz)
