-- What anybody who has the code may know.
-- $1 code
SELECT code, procedure, agency_id, decides_id, state, state_at, received_at, due_at, first_due_at, supplement_by, resolved_at, delivery,
       delivery_state, money FROM lt_follow_dossier($1)
