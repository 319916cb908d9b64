-- $1 official $2 login $3 password hash $4 must change $5 sealed TOTP secret or NULL $6 confirmed at or NULL $7 now
INSERT INTO accounts (official_id, login, password_hash, password_changed_at, must_change_password, totp_secret,
                      totp_confirmed_at, created_at)
VALUES ($1::bigint, $2, $3, $7::timestamptz, $4::boolean, $5::bytea, $6::timestamptz, $7::timestamptz)
RETURNING id
