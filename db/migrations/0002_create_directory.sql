-- The directory: agencies with their validity and succession, groups for pickers, units, officials and posts.
-- Every official may read it. Who may change what is in the function administers().

CREATE TABLE agencies (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid          uuid NOT NULL CONSTRAINT agencies_uid_key UNIQUE,
    -- QĐ 20/2020/QĐ-TTg: groups of [0-9A-Z] separated by dots, at most 35 characters.
    code         text NOT NULL CONSTRAINT agencies_code_key UNIQUE
                 CONSTRAINT agencies_code_check CHECK (length(code) <= 35 AND code ~ '^[0-9A-Z]+(\.[0-9A-Z]+)*$'),
    -- The earlier form of QCVN 102:2016, "000.00.01.H05".
    alias        text CONSTRAINT agencies_alias_key UNIQUE
                 CONSTRAINT agencies_alias_check CHECK (length(alias) = 13),
    name         text NOT NULL CHECK (name <> ''),
    short_name   text NOT NULL CHECK (short_name <> ''),
    abbreviation text NOT NULL,
    level        text NOT NULL CHECK (level IN ('central', 'province', 'district', 'commune')),
    kind         text NOT NULL CHECK (kind IN ('government', 'party', 'union')),
    parent_id    bigint REFERENCES agencies,
    place        text NOT NULL,
    position     int NOT NULL DEFAULT 0,
    valid_from   date NOT NULL,
    valid_to     date,                 -- last day; NULL: still at work
    folded       text NOT NULL,        -- names, abbreviation and codes, lower case without accents; filled by the program
    CONSTRAINT agencies_valid_check CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT agencies_parent_check CHECK (parent_id <> id)
);
CREATE INDEX agencies_parent_idx ON agencies (parent_id);

CREATE TABLE agency_successions (
    predecessor_id bigint NOT NULL REFERENCES agencies,
    successor_id   bigint NOT NULL REFERENCES agencies,
    PRIMARY KEY (predecessor_id, successor_id),
    CONSTRAINT agency_successions_self_check CHECK (predecessor_id <> successor_id)
);
CREATE INDEX agency_successions_successor_idx ON agency_successions (successor_id);

CREATE TABLE agency_groups (
    key      text PRIMARY KEY CONSTRAINT agency_groups_key_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name     text NOT NULL CHECK (name <> ''),
    position int NOT NULL DEFAULT 0
);

CREATE TABLE agency_group_members (
    group_key text NOT NULL REFERENCES agency_groups,
    agency_id bigint NOT NULL REFERENCES agencies,
    PRIMARY KEY (group_key, agency_id)
);
CREATE INDEX agency_group_members_agency_idx ON agency_group_members (agency_id);

CREATE TABLE units (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT units_uid_key UNIQUE,
    agency_id  bigint NOT NULL REFERENCES agencies,
    code       text NOT NULL CONSTRAINT units_code_check CHECK (code ~ '^[0-9A-Z]{1,20}$'),
    name       text NOT NULL CHECK (name <> ''),
    short_name text NOT NULL CHECK (short_name <> ''),
    position   int NOT NULL DEFAULT 0,
    valid_from date NOT NULL,
    valid_to   date,
    CONSTRAINT units_agency_code_key UNIQUE (agency_id, code),
    CONSTRAINT units_agency_id_key UNIQUE (agency_id, id),
    CONSTRAINT units_valid_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

CREATE TABLE officials (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid        uuid NOT NULL CONSTRAINT officials_uid_key UNIQUE,
    agency_id  bigint NOT NULL REFERENCES agencies,   -- whose administrator looks after this person
    name       text NOT NULL CHECK (name <> ''),
    email      text NOT NULL DEFAULT '',
    phone      text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    folded     text NOT NULL,   -- "nguyen van an", to search without accents
    sort_name  text NOT NULL    -- given name first, as Vietnamese lists are ordered: "an nguyen van"
);
CREATE INDEX officials_agency_idx ON officials (agency_id, sort_name, id);

CREATE TABLE posts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT posts_uid_key UNIQUE,
    official_id bigint NOT NULL REFERENCES officials,
    agency_id   bigint NOT NULL REFERENCES agencies,
    unit_id     bigint,
    title       text NOT NULL CHECK (title <> ''),
    role        text NOT NULL CHECK (role IN ('registry_clerk', 'leader', 'specialist', 'desk_staff',
                                              'agency_administrator', 'platform_operator')),
    position    int NOT NULL DEFAULT 0,   -- rank inside the agency: the head first
    valid_from  date NOT NULL,
    valid_to    date,
    CONSTRAINT posts_unit_fkey FOREIGN KEY (agency_id, unit_id) REFERENCES units (agency_id, id),
    CONSTRAINT posts_once_key UNIQUE NULLS NOT DISTINCT (official_id, agency_id, unit_id, role, title, valid_from),
    CONSTRAINT posts_valid_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX posts_official_idx ON posts (official_id);
CREATE INDEX posts_agency_idx ON posts (agency_id, role, position, id);

-- Counts the changes of what every process keeps in memory (agencies, groups, units).
CREATE TABLE directory_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint NOT NULL
);
INSERT INTO directory_version (version) VALUES (1);

CREATE FUNCTION count_directory_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET version = version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER agencies_changed AFTER INSERT OR UPDATE OR DELETE ON agencies
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();
CREATE TRIGGER agency_successions_changed AFTER INSERT OR UPDATE OR DELETE ON agency_successions
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();
CREATE TRIGGER agency_groups_changed AFTER INSERT OR UPDATE OR DELETE ON agency_groups
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();
CREATE TRIGGER agency_group_members_changed AFTER INSERT OR UPDATE OR DELETE ON agency_group_members
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();
CREATE TRIGGER units_changed AFTER INSERT OR UPDATE OR DELETE ON units
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();

ALTER TABLE agencies             ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_successions   ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_groups        ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_group_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE units                ENABLE ROW LEVEL SECURITY;
ALTER TABLE officials            ENABLE ROW LEVEL SECURITY;
ALTER TABLE posts                ENABLE ROW LEVEL SECURITY;
ALTER TABLE directory_version    ENABLE ROW LEVEL SECURITY;

CREATE POLICY read_all ON agencies             FOR SELECT USING (true);
CREATE POLICY read_all ON agency_successions   FOR SELECT USING (true);
CREATE POLICY read_all ON agency_groups        FOR SELECT USING (true);
CREATE POLICY read_all ON agency_group_members FOR SELECT USING (true);
CREATE POLICY read_all ON units                FOR SELECT USING (true);
CREATE POLICY read_all ON officials            FOR SELECT USING (true);
CREATE POLICY read_all ON posts                FOR SELECT USING (true);
CREATE POLICY read_all ON directory_version    FOR SELECT USING (true);
CREATE POLICY count_changes ON directory_version FOR UPDATE USING (true);

-- May this transaction change what belongs to the agency? One of the agency (reach "agency") what is its own; one of the
-- platform everything, when nobody is logged in (import, set-up) or a platform operator acts, and otherwise what its
-- official administers. Dates of the posts don't count here: an ended post can't log in, and the clock of a test is not
-- the database's.
CREATE FUNCTION administers(agency bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE current_setting('lt.reach')
        WHEN 'agency' THEN agency = current_setting('lt.agency')::bigint
        WHEN 'platform' THEN current_setting('lt.official')::bigint = 0 OR EXISTS (
            SELECT 1 FROM posts p WHERE p.official_id = current_setting('lt.official')::bigint
               AND (p.role = 'platform_operator' OR (p.role = 'agency_administrator' AND p.agency_id = agency)))
        ELSE false
    END
$$;
-- The whole directory: no agency is 0.
CREATE FUNCTION administers_all() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('lt.reach') = 'platform' AND administers(0)
$$;

-- What is done to an agency's people at the reach "platform" stands in this agency's own journal.
ALTER POLICY audit_events_append ON audit_events
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint OR administers(agency_id));

CREATE POLICY platform_insert ON agencies             FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_update ON agencies             FOR UPDATE USING (administers_all());
CREATE POLICY platform_insert ON agency_successions   FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_delete ON agency_successions   FOR DELETE USING (administers_all());
CREATE POLICY platform_insert ON agency_groups        FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_update ON agency_groups        FOR UPDATE USING (administers_all());
CREATE POLICY platform_insert ON agency_group_members FOR INSERT WITH CHECK (administers_all());
CREATE POLICY platform_delete ON agency_group_members FOR DELETE USING (administers_all());

CREATE POLICY own_insert ON units     FOR INSERT WITH CHECK (administers(agency_id));
CREATE POLICY own_update ON units     FOR UPDATE USING (administers(agency_id));
CREATE POLICY own_insert ON officials FOR INSERT WITH CHECK (administers(agency_id));
CREATE POLICY own_update ON officials FOR UPDATE USING (administers(agency_id));
-- Nobody but the platform makes a platform operator, or touches the post of one.
CREATE POLICY own_insert ON posts FOR INSERT
    WITH CHECK (CASE role WHEN 'platform_operator' THEN administers_all() ELSE administers(agency_id) END);
CREATE POLICY own_update ON posts FOR UPDATE
    USING (CASE role WHEN 'platform_operator' THEN administers_all() ELSE administers(agency_id) END);

-- Nothing of the directory is ever deleted but the links: what ended has a last day.
GRANT SELECT, INSERT, UPDATE ON agencies, agency_groups, units, officials, posts TO lt_app;
GRANT SELECT, INSERT, DELETE ON agency_successions, agency_group_members TO lt_app;
GRANT SELECT, UPDATE ON directory_version TO lt_app;
