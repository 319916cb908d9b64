-- The tasks of the process that handles a dossier, of all agencies; the open ones last.
-- $1 dossier
SELECT performer_id, official, definition_id, element, outcome, opened_at, due_at, ended_at FROM lt_dossier_steps($1::bigint)
