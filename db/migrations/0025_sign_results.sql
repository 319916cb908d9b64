-- Results that are drafted, signed, numbered and sealed here; decisions that go through the outgoing documents; what became of a result
-- that was sent.

-- A result on its way: drafted by a specialist of the agency that decides, signed by its leader, sealed by its registry. Number and date
-- are taken in the transaction of the signature.
CREATE TABLE dossier_drafts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid          uuid NOT NULL CONSTRAINT dossier_drafts_uid_key UNIQUE,     -- key of the form: sent twice, it makes one draft
    dossier_id   bigint NOT NULL REFERENCES dossiers,
    agency_id    bigint NOT NULL REFERENCES agencies,                        -- that decides
    code         text NOT NULL,                                              -- of the kind of result
    name         text NOT NULL CHECK (name <> ''),
    state        text NOT NULL CONSTRAINT dossier_drafts_state_check
                 CHECK (state IN ('draft', 'submitted', 'signed', 'sealed', 'dropped')),
    version      int NOT NULL DEFAULT 1,
    fields       json NOT NULL DEFAULT '{}',                                 -- what stands in it, by the names of the template
    file_uid     uuid NOT NULL,                                              -- of dossier_files: the newest
    own_file     boolean NOT NULL DEFAULT false,                             -- uploaded, not drawn from the template
    has_seal     boolean NOT NULL,                                           -- the agency's seal belongs on it
    signer_id    bigint NOT NULL,                                            -- official who is asked to sign
    signer       text NOT NULL,
    signer_title text NOT NULL,
    note         text NOT NULL DEFAULT '',                                   -- why it was returned
    drafted_by   bigint NOT NULL,
    drafted_at   timestamptz NOT NULL,
    submitted_at timestamptz,
    book         text,                                                       -- of numbers, with the year
    year         int,
    number       bigint,
    notation     text NOT NULL DEFAULT '',                                   -- the number as it is written: "15/GPXD"
    issued_on    date,
    signed_at    timestamptz,
    sealed_at    timestamptz,
    sealed_by    bigint,
    result_no    int,                                                        -- the row of dossier_results that it became
    CONSTRAINT dossier_drafts_number_key UNIQUE (agency_id, book, year, number),
    CONSTRAINT dossier_drafts_signed_check CHECK ((state IN ('signed', 'sealed')) = (number IS NOT NULL AND signed_at IS NOT NULL))
);
CREATE INDEX dossier_drafts_dossier ON dossier_drafts (dossier_id, id);
CREATE INDEX dossier_drafts_to_sign ON dossier_drafts (agency_id, signer_id, submitted_at) WHERE state = 'submitted';
CREATE INDEX dossier_drafts_to_seal ON dossier_drafts (agency_id, signed_at) WHERE state = 'signed' AND has_seal;

-- What was signed stays: number, date, kind and signer.
CREATE FUNCTION keep_signed_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL AND (NEW.dossier_id, NEW.agency_id, NEW.code, NEW.book, NEW.year, NEW.number, NEW.notation, NEW.issued_on,
                                   NEW.signer_id, NEW.signed_at, NEW.fields::text) IS DISTINCT FROM
       (OLD.dossier_id, OLD.agency_id, OLD.code, OLD.book, OLD.year, OLD.number, OLD.notation, OLD.issued_on, OLD.signer_id,
        OLD.signed_at, OLD.fields::text) THEN
        RAISE EXCEPTION 'what was signed does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_drafts_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_drafts_kept BEFORE UPDATE ON dossier_drafts FOR EACH ROW EXECUTE FUNCTION keep_signed_draft();

-- An outgoing document that is drafted for a dossier and becomes its result when it is issued.
CREATE TABLE dossier_documents (
    document_uid uuid PRIMARY KEY,
    dossier_id   bigint NOT NULL REFERENCES dossiers,
    agency_id    bigint NOT NULL REFERENCES agencies,                        -- whose document it is
    code         text NOT NULL DEFAULT '',                                   -- of the kind of result
    name         text NOT NULL CHECK (name <> ''),
    made_by      bigint NOT NULL,
    made_at      timestamptz NOT NULL,
    taken_at     timestamptz,                                                -- its result was written down
    result_no    int
);
CREATE INDEX dossier_documents_dossier ON dossier_documents (dossier_id);

ALTER TABLE dossier_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossier_documents ENABLE ROW LEVEL SECURITY;
-- What is not signed and sealed yet is the business of nobody but the agency that decides.
CREATE POLICY seen ON dossier_drafts FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY seen ON dossier_documents FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
DO $$
DECLARE
    one text;
    decides CONSTANT text := 'agency_id = current_setting(''lt.agency'')::bigint AND EXISTS (SELECT 1 FROM dossiers d '
        'WHERE d.id = dossier_id AND d.decides_id = current_setting(''lt.agency'')::bigint OFFSET 0)';
BEGIN
    FOREACH one IN ARRAY ARRAY['dossier_drafts', 'dossier_documents'] LOOP
        EXECUTE format('CREATE POLICY decides_insert ON %I FOR INSERT WITH CHECK (%s)', one, decides);
        EXECUTE format('CREATE POLICY decides_update ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', one, decides, decides);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON dossier_drafts TO lt_app;
GRANT SELECT, INSERT, UPDATE (taken_at, result_no) ON dossier_documents TO lt_app;

-- What became of a result that was sent by post or electronically.
ALTER TABLE dossier_returns
    ADD COLUMN settled_at timestamptz,
    ADD COLUMN settled_by bigint,                      -- official; 0: the receiver, on the page for everybody
    ADD COLUMN settlement text NOT NULL DEFAULT '',    -- proof of receipt, or why it failed
    ADD COLUMN tries      int NOT NULL DEFAULT 0;      -- wrong digits on the page for everybody

-- The receiver of a sent result says so by the dossier's code and the last four digits of the owner's or the agent's number. Five wrong
-- tries close this door; the desk's stays open. Gives 'open' with where the dossier is, 'wrong', 'closed', or 'none': nothing was sent.
CREATE FUNCTION lt_receiver_of(wanted text, digits text) RETURNS TABLE (answer text, uid uuid, agency_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    it record;
BEGIN
    SELECT d.id, d.uid, d.agency_id, d.owner_number, d.agent ->> 'number' AS agent_number, r.tries INTO it
      FROM dossiers d JOIN dossier_returns r ON r.dossier_id = d.id
     WHERE d.code = wanted AND d.delivery_state = 'sent' FOR UPDATE OF r;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'none', NULL::uuid, NULL::bigint;
    ELSIF it.tries >= 5 THEN
        RETURN QUERY SELECT 'closed', NULL::uuid, NULL::bigint;
    ELSIF digits ~ '^[0-9]{4}$' AND digits IN (right(it.owner_number, 4), right(it.agent_number, 4)) THEN
        RETURN QUERY SELECT 'open', it.uid, it.agency_id;
    ELSE
        UPDATE dossier_returns SET tries = tries + 1 WHERE dossier_id = it.id;
        RETURN QUERY SELECT 'wrong', NULL::uuid, NULL::bigint;
    END IF;
END $$;
REVOKE ALL ON FUNCTION lt_receiver_of(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_receiver_of(text, text) TO lt_app;
