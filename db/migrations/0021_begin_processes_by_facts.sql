-- Processes that begin when a condition becomes true: what an agency knows apart from any case, and the beginnings that look at it. A start with
-- several events has a row for each of them.

CREATE TABLE process_facts (
    agency_id  bigint PRIMARY KEY REFERENCES agencies,
    facts      json NOT NULL,                    -- a context, as processes write values
    changed_at timestamptz NOT NULL
);
ALTER TABLE process_facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON process_facts USING (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT, UPDATE (facts, changed_at) ON process_facts TO lt_app;

ALTER TABLE process_beginnings
    DROP CONSTRAINT process_beginnings_kind_check,
    ADD CONSTRAINT process_beginnings_kind_check CHECK (kind IN ('message', 'signal', 'timer', 'condition')),
    ADD COLUMN event int NOT NULL DEFAULT 0,     -- which of the element's, from 0
    DROP CONSTRAINT process_beginnings_pkey,
    ADD CONSTRAINT process_beginnings_pkey PRIMARY KEY (definition_id, element, event);

-- A process that begins so has the facts as they were, once.
ALTER TABLE process_messages
    DROP CONSTRAINT process_messages_kind_check,
    ADD CONSTRAINT process_messages_kind_check CHECK (kind IN ('message', 'signal', 'condition'));
