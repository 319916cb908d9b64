-- Gives a part of the work to an official, or changes the open part that he or she has.
-- $1 delivery  $2 document  $3 agency  $4 official  $5 unit  $6 role  $7 instruction  $8 due  $9 by  $10 now  $11 arrived
INSERT INTO assignments (delivery_id, document_id, agency_id, official_id, unit_id, role, state, instruction, due_at,
                         assigned_by, assigned_at, arrived_at)
VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10, $11)
ON CONFLICT (delivery_id, official_id) WHERE state <> 'withdrawn' DO UPDATE
   SET role = excluded.role, state = 'open', instruction = excluded.instruction, due_at = excluded.due_at,
       assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at, unread = true, done_at = NULL
