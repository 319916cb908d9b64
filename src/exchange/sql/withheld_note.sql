-- The axis did not give it, once more.
-- $1 uid, if it is new  $2 system  $3 id at the axis  $4 kind  $5 from  $6 to  $7 why  $8 now
INSERT INTO axis_withheld AS w (uid, system_id, doc_id, kind, from_code, to_code, why, attempts, created_at, changed_at)
VALUES ($1::uuid, $2::bigint, $3, $4, $5, $6, $7, 1, $8::timestamptz, $8::timestamptz)
ON CONFLICT (system_id, doc_id) DO UPDATE SET why = EXCLUDED.why, attempts = w.attempts + 1, changed_at = EXCLUDED.changed_at
