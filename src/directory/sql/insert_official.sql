-- $1 uid $2 agency $3 name $4 e-mail $5 phone $6 now $7 folded $8 sort name
INSERT INTO officials (uid, agency_id, name, email, phone, created_at, folded, sort_name)
VALUES ($1::uuid, $2::bigint, $3, $4, $5, $6::timestamptz, $7, $8)
RETURNING id
