-- The catalogue of administrative procedures. A version is drafted by an import, approved by the platform operator, and never changed from
-- then on: a dossier keeps the version that it began with. What is searched or joined is a column; all that is only shown or computed with
-- (cases, papers, ways, times, fees, results, legal bases, and what the import did not understand) is one JSON text.

CREATE TABLE procedure_fields (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CONSTRAINT procedure_fields_name_key UNIQUE CHECK (name <> '')
);

CREATE TABLE procedures (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT procedures_code_key UNIQUE CHECK (code <> '')   -- national, "1.001193"
);

CREATE TABLE procedure_versions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid          uuid NOT NULL CONSTRAINT procedure_versions_uid_key UNIQUE,
    procedure_id bigint NOT NULL REFERENCES procedures,
    version      int NOT NULL CHECK (version > 0),
    state        text NOT NULL CONSTRAINT procedure_versions_state_check CHECK (state IN ('draft', 'approved')),
    name         text NOT NULL CHECK (name <> ''),
    field_id     bigint REFERENCES procedure_fields,
    levels       text[] NOT NULL,
    content      json NOT NULL,                -- as src/procedures/records/content.h writes it
    sha256       text NOT NULL,                -- of the content, so that the same record makes no second version
    issues       int NOT NULL,                 -- how much of the record was not understood
    lex          tsvector NOT NULL,            -- of code, name and field, without accents
    plain        text NOT NULL,                -- the same in small letters with accents
    sort_name    text NOT NULL,                -- the name as lists are sorted
    valid_from   date,
    valid_to     date,                         -- last day; NULL: until another one follows
    drafted_at   timestamptz NOT NULL,
    approved_at  timestamptz,
    approved_by  bigint REFERENCES officials,
    CONSTRAINT procedure_versions_version_key UNIQUE (procedure_id, version),
    CONSTRAINT procedure_versions_approved_check
        CHECK (num_nulls(valid_from, approved_at, approved_by) = CASE state WHEN 'approved' THEN 0 ELSE 3 END),
    CONSTRAINT procedure_versions_days_check CHECK (valid_to IS NULL OR (state = 'approved' AND valid_to >= valid_from)),
    -- One version is in force on a day. As a range of one number the procedure needs no extension for this index.
    CONSTRAINT procedure_versions_once_key EXCLUDE USING gist (
        int8range(procedure_id, procedure_id, '[]') WITH &&, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (state = 'approved')
);
CREATE UNIQUE INDEX procedure_versions_draft_key ON procedure_versions (procedure_id) WHERE state = 'draft';
CREATE INDEX procedure_versions_lex ON procedure_versions USING gin (lex lt_tsvector_ops);
CREATE INDEX procedure_versions_field ON procedure_versions (field_id, state);

-- What is approved stays as it is; only its last day is set when another version follows.
CREATE FUNCTION keep_approved_procedure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    OLD.valid_to := NEW.valid_to;
    IF NEW *<> OLD THEN
        RAISE EXCEPTION 'an approved version of a procedure does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'procedure_versions_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procedure_versions_kept BEFORE UPDATE ON procedure_versions
    FOR EACH ROW WHEN (OLD.state = 'approved') EXECUTE FUNCTION keep_approved_procedure();

-- Which agencies of the province offer it, and which part of it each does; a procedure that nobody offers is only known.
CREATE TABLE procedure_agencies (
    procedure_id bigint NOT NULL REFERENCES procedures,
    agency_id    bigint NOT NULL REFERENCES agencies,
    part         text NOT NULL CONSTRAINT procedure_agencies_part_check CHECK (part IN ('supports', 'receives', 'decides')),
    PRIMARY KEY (procedure_id, agency_id, part)
);
CREATE INDEX procedure_agencies_agency ON procedure_agencies (agency_id, part);

ALTER TABLE procedure_fields   ENABLE ROW LEVEL SECURITY;
ALTER TABLE procedures         ENABLE ROW LEVEL SECURITY;
ALTER TABLE procedure_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE procedure_agencies ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON procedure_fields   FOR SELECT USING (true);
CREATE POLICY read_all ON procedures         FOR SELECT USING (true);
CREATE POLICY read_all ON procedure_versions FOR SELECT USING (true);
CREATE POLICY read_all ON procedure_agencies FOR SELECT USING (true);
CREATE POLICY platform_insert ON procedure_fields   FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_insert ON procedures         FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_insert ON procedure_versions FOR INSERT WITH CHECK (administers_all() AND state = 'draft');
-- Nobody approves in another one's name.
CREATE POLICY platform_update ON procedure_versions FOR UPDATE USING (administers_all())
    WITH CHECK (state = 'draft' OR valid_to IS NOT NULL OR approved_by = current_setting('lt.official')::bigint);
CREATE POLICY platform_insert ON procedure_agencies FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_delete ON procedure_agencies FOR DELETE USING (administers_all());
GRANT SELECT, INSERT ON procedure_fields, procedures TO lt_app;
GRANT SELECT, INSERT, UPDATE ON procedure_versions TO lt_app;
GRANT SELECT, INSERT, DELETE ON procedure_agencies TO lt_app;
