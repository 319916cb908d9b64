-- The directory of each parent axis, and what such an axis lists for us and does not give.

-- Agencies that a parent axis lists: a hundred thousand. One becomes an agency of ours ("elsewhere", carried by the axis) when somebody
-- here first writes to it or hears from it.
CREATE TABLE axis_agencies (
    system_id  bigint NOT NULL REFERENCES connected_systems,
    wire       text COLLATE "C" NOT NULL,   -- as the axis itself calls it: stands in messages over this axis
    code       text COLLATE "C" NOT NULL,   -- QĐ 20/2020/QĐ-TTg, where the axis says it; otherwise as wire
    alias      text COLLATE "C" NOT NULL,   -- the other code, of QCVN 102:2016; "" without
    name       text NOT NULL CHECK (name <> ''),
    above      text NOT NULL,               -- name of its superior; "" without
    folded     text NOT NULL,               -- words of names and codes, lower case without accents: a search finds whole words
    offered    boolean NOT NULL,            -- false: a hub, which nobody writes to
    agency_id  bigint REFERENCES agencies,  -- ours, made of it
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    gone_since timestamptz,                 -- no longer listed since then
    PRIMARY KEY (system_id, wire)
) WITH (fillfactor = 70);                   -- all rows are seen again each day
CREATE INDEX axis_agency_code ON axis_agencies (code);
CREATE INDEX axis_agency_alias ON axis_agencies (alias) WHERE alias <> '';
CREATE INDEX axis_agency_wire ON axis_agencies (wire);
CREATE INDEX axis_agency_words ON axis_agencies USING gin (string_to_array(folded, ' ')) WHERE offered AND gone_since IS NULL;
CREATE INDEX axis_agency_ours ON axis_agencies (agency_id) WHERE agency_id IS NOT NULL;

ALTER TABLE connected_systems
    ADD COLUMN listed_at   timestamptz,                -- of an axis: when its directory was taken last
    ADD COLUMN listing_why text NOT NULL DEFAULT '';   -- why the last try took nothing; "" when it did
GRANT UPDATE (listed_at, listing_why) ON connected_systems TO lt_app;

-- Some axes know agencies by older codes that are no 13 characters long.
ALTER TABLE agencies DROP CONSTRAINT agencies_alias_check;
ALTER TABLE agencies ADD CONSTRAINT agencies_alias_check CHECK (length(alias) <= 35 AND alias ~ '^[0-9A-Z]+(\.[0-9A-Z]+)*$');

-- What an axis lists for us and does not give when it is asked: the operator sees it among the failures.
CREATE TABLE axis_withheld (
    uid        uuid NOT NULL CONSTRAINT axis_withheld_uid_key UNIQUE,
    system_id  bigint NOT NULL REFERENCES connected_systems,
    doc_id     text NOT NULL CHECK (length(doc_id) <= 200),   -- as the axis calls it
    kind       text NOT NULL CHECK (kind IN ('edoc', 'status')),
    from_code  text NOT NULL,
    to_code    text NOT NULL,
    why        text NOT NULL,
    attempts   int NOT NULL,
    given_up   boolean NOT NULL DEFAULT false,   -- the axis is told so when it lists it again
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (system_id, doc_id)
);

ALTER TABLE axis_agencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE axis_withheld ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON axis_agencies USING (current_setting('lt.reach') = 'platform');
CREATE POLICY platform ON axis_withheld USING (current_setting('lt.reach') = 'platform');
GRANT SELECT, INSERT, UPDATE ON axis_agencies TO lt_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON axis_withheld TO lt_app;
