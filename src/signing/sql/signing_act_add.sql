-- A signature made elsewhere begins.
-- $1 uid  $2 agency  $3 official  $4 key (uid)  $5 purpose  $6 expires at  $7 now
INSERT INTO signing_acts (uid, agency_id, official_id, key_uid, purpose, state, expires_at, created_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7) RETURNING id
