-- What an act changed.
-- $1 dossier  $2 state  $3 life  $4 now  $5 due_at  $6 supplement_by  $7 money  $8 delivery_state  $9 process or NULL  $10 received_at
-- $11 resolved_at  $12 ended_at  $13 received_by  $14 first_due_at
UPDATE dossiers SET state = $2, state_at = CASE WHEN state = $2 THEN state_at ELSE $4::timestamptz END, life = $3::json,
       version = version + 1, due_at = $5::timestamptz, supplement_by = $6::timestamptz, money = $7, delivery_state = $8,
       instance_uid = $9::uuid, received_at = $10::timestamptz, resolved_at = $11::timestamptz, ended_at = $12::timestamptz,
       received_by = $13::bigint, first_due_at = coalesce(first_due_at, $14::timestamptz)
 WHERE id = $1::bigint
