-- $1 uid  $2 kind  $3 receiver  $4 unit or NULL  $5 year  $6 number  $7 now  $8 name of who gives  $9 his post  $10 lines
-- $11 the slip  $12 name on the certificate that signed it, or ''
INSERT INTO hand_over_batches (uid, kind, giver_id, receiver_id, unit_id, year, number, given_at, given_by, giver_name, giver_title, lines,
                               slip_sha256, giver_certificate)
VALUES ($1::uuid, $2, current_setting('lt.agency')::bigint, $3::bigint, $4::bigint, $5::int, $6::bigint, $7::timestamptz,
        current_setting('lt.official')::bigint, $8, $9, $10::int, $11, $12)
RETURNING id
