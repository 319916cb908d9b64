-- Decision models (DMN): fees, deadlines and routes as tables, dated and with their legal basis. Of an agency, or of the whole province; an
-- agency inherits those of the agencies above it. A version is never changed. One that was entered by mistake is withdrawn, with a reason.

CREATE TABLE decision_models (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid           uuid NOT NULL CONSTRAINT decision_models_uid_key UNIQUE,
    agency_id     bigint REFERENCES agencies,    -- NULL: the province's
    key           text NOT NULL CONSTRAINT decision_models_key_check CHECK (key ~ '^[A-Za-z_][A-Za-z0-9_.-]{0,79}$'),
    version       int NOT NULL CHECK (version > 0),
    name          text NOT NULL CHECK (name <> ''),
    sha256        text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    source        bytea NOT NULL,                -- DMN XML
    valid_from    date NOT NULL,
    valid_to      date,                          -- included; NULL: until another begins
    basis         text NOT NULL CONSTRAINT decision_models_basis_check CHECK (length(basis) BETWEEN 1 AND 500),
    note          text NOT NULL DEFAULT '',      -- what is new in this version
    deployed_at   timestamptz NOT NULL,
    deployed_by   bigint NOT NULL,               -- official; 0: the platform
    withdrawn_at  timestamptz,
    withdrawn_by  bigint,
    withdrawn_why text CONSTRAINT decision_models_why_check CHECK (length(withdrawn_why) BETWEEN 1 AND 300),
    CONSTRAINT decision_models_version_key UNIQUE NULLS NOT DISTINCT (agency_id, key, version),
    CONSTRAINT decision_models_dates_check CHECK (valid_to >= valid_from),
    CONSTRAINT decision_models_withdrawn_check CHECK (num_nulls(withdrawn_at, withdrawn_by, withdrawn_why) IN (0, 3))
);
CREATE INDEX decision_models_valid ON decision_models (key, valid_from);

-- The agency and those above it, the nearest first from 0. A ring, which the directory refuses, would end, too.
CREATE FUNCTION agencies_above(agency bigint) RETURNS TABLE (id bigint, far int) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up (id, parent_id, far) AS (
        SELECT a.id, a.parent_id, 0 FROM agencies a WHERE a.id = agency
        UNION ALL
        SELECT a.id, a.parent_id, up.far + 1 FROM up JOIN agencies a ON a.id = up.parent_id WHERE up.far < 20
    )
    SELECT up.id, up.far FROM up
$$;

ALTER TABLE decision_models ENABLE ROW LEVEL SECURITY;
-- What decides about people is no secret. It belongs to whom it binds, and nobody deploys or withdraws in another one's name.
CREATE POLICY read_all ON decision_models FOR SELECT USING (true);
CREATE POLICY deploy ON decision_models FOR INSERT
    WITH CHECK (CASE WHEN agency_id IS NULL THEN administers_all() ELSE administers(agency_id) END
                AND deployed_by = current_setting('lt.official')::bigint AND withdrawn_at IS NULL);
CREATE POLICY withdraw ON decision_models FOR UPDATE
    USING (CASE WHEN agency_id IS NULL THEN administers_all() ELSE administers(agency_id) END AND withdrawn_at IS NULL)
    WITH CHECK (withdrawn_by = current_setting('lt.official')::bigint);
GRANT SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by, withdrawn_why) ON decision_models TO lt_app;
