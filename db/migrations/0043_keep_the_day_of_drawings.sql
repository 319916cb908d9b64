-- What began under an old drawing runs it, and calls what was called then: a change of law in the middle of a case changes none of its steps.

-- The moment whose drawings count for what the instance calls; NULL: the newest at the moment of the call. An instance that was moved to another
-- version has none any more.
ALTER TABLE process_instances ADD COLUMN as_of timestamptz;
GRANT UPDATE (as_of) ON process_instances TO lt_app;
