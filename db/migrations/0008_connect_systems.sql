-- The exchange axis: systems that exchange documents with this one, the messages between them, and which system carries an agency's mail.

-- Another document system that polls us ('client'), the axis that we poll ('axis'), another installation of this program ('node').
CREATE TABLE connected_systems (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid          uuid NOT NULL CONSTRAINT connected_system_uid_key UNIQUE,
    code         text NOT NULL CONSTRAINT connected_system_code_key UNIQUE  -- its SystemId; at an axis: ours
                 CHECK (code ~ '^[0-9A-Za-z._-]{1,64}$'),
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind         text NOT NULL CHECK (kind IN ('client', 'axis', 'node')),
    secret       bytea NOT NULL,            -- sealed with the installation's key: the signature of a call needs it as it is
    address      text NOT NULL DEFAULT '',  -- of an axis: where it is called
    may_send     boolean NOT NULL DEFAULT true,
    may_register boolean NOT NULL DEFAULT false,   -- agencies of its own
    rate         int NOT NULL CHECK (rate BETWEEN 1 AND 100000),                  -- calls a minute
    largest      bigint NOT NULL CHECK (largest BETWEEN 1048576 AND 440401920),   -- bytes of a message
    active       boolean NOT NULL DEFAULT true,
    created_at   timestamptz NOT NULL,
    secret_at    timestamptz NOT NULL,
    seen_at      timestamptz                -- last good call, to the minute
);

-- Who carries the mail of an agency: NULL, and it works on this platform; otherwise that system, and nobody of it logs in here.
ALTER TABLE agencies ADD COLUMN system_id bigint REFERENCES connected_systems;
CREATE INDEX agencies_system_idx ON agencies (system_id) WHERE system_id IS NOT NULL;

-- A message as it came or as it was made: the bytes lie in the blob store and never change, as proof and for the next hop.
CREATE TABLE axis_messages (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT axis_message_uid_key UNIQUE,   -- docId of the axis
    kind        text NOT NULL CHECK (kind IN ('edoc', 'status')),
    system_id   bigint REFERENCES connected_systems,  -- who brought it; NULL: made here
    from_code   text NOT NULL,
    from_name   text NOT NULL,
    document_id text NOT NULL CHECK (length(document_id) <= 200),   -- of edXML: which document's life this is part of
    business    smallint,             -- of an edoc: 0 new, 1 recall, 2 update, 3 replace
    status_code text,                 -- of a status
    title       text NOT NULL,
    notation    text NOT NULL,
    urgency     smallint NOT NULL,    -- Priority of edXML, 0 to 4
    about       bigint,               -- id of the document here that it was made of
    sha256      text NOT NULL REFERENCES blobs,
    size        bigint NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX axis_message_life ON axis_messages (document_id, id);
CREATE INDEX axis_message_about ON axis_messages (about) WHERE about IS NOT NULL;
CREATE INDEX axis_message_time ON axis_messages (created_at);
CREATE INDEX axis_message_blob ON axis_messages (sha256);
CREATE INDEX axis_message_system ON axis_messages (system_id, created_at DESC);

-- One addressee of a message, and how far the message is on its way there (transport, not business). `once` makes a message that is
-- sent again find itself: sender and DocumentId of a new document, the hash of any other message.
CREATE TABLE axis_items (
    message_id  bigint NOT NULL REFERENCES axis_messages ON DELETE CASCADE,
    to_code     text NOT NULL,
    to_name     text NOT NULL,
    system_id   bigint REFERENCES connected_systems,  -- who fetches it or is sent it; NULL: delivered here
    once        text COLLATE "C" NOT NULL,
    kind        text NOT NULL,        -- copy of the message's, for the lists
    state       text NOT NULL CHECK (state IN ('initial', 'processing', 'done', 'fail', 'given_up')),
    attempts    int NOT NULL DEFAULT 0,
    why         text NOT NULL DEFAULT '',   -- of the last failure, for the operator
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    PRIMARY KEY (message_id, to_code),
    CONSTRAINT axis_item_once_key UNIQUE (to_code, once)
) WITH (fillfactor = 85);
CREATE INDEX axis_item_waiting ON axis_items (system_id, kind, message_id) WHERE state IN ('initial', 'processing');
CREATE INDEX axis_item_failed ON axis_items (changed_at DESC) WHERE state = 'fail';
CREATE INDEX axis_item_changed ON axis_items (changed_at DESC);

-- Signatures of calls that changed something: each is good once. Kept as long as its timestamp would be taken.
CREATE TABLE axis_signatures (
    system_id bigint NOT NULL REFERENCES connected_systems,
    hash      bytea NOT NULL,
    at        timestamptz NOT NULL,
    answer    text NOT NULL,          -- what the first one got: a client that heard nothing asks again
    PRIMARY KEY (system_id, hash)
);
CREATE INDEX axis_signature_age ON axis_signatures (at);

-- Titles and senders of all agencies' documents: for the server's own work and the operator, never for an agency's session.
ALTER TABLE connected_systems ENABLE ROW LEVEL SECURITY;
ALTER TABLE axis_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE axis_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE axis_signatures ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON connected_systems USING (current_setting('lt.reach') = 'platform');
CREATE POLICY platform ON axis_messages USING (current_setting('lt.reach') = 'platform');
CREATE POLICY platform ON axis_items USING (current_setting('lt.reach') = 'platform');
CREATE POLICY platform ON axis_signatures USING (current_setting('lt.reach') = 'platform');
GRANT SELECT, INSERT, UPDATE (name, secret, address, may_send, may_register, rate, largest, active, secret_at, seen_at)
    ON connected_systems TO lt_app;
GRANT SELECT, INSERT ON axis_messages TO lt_app;
GRANT SELECT, INSERT, UPDATE (state, attempts, why, changed_at) ON axis_items TO lt_app;
GRANT SELECT, INSERT, DELETE ON axis_signatures TO lt_app;

-- Messages hold contents, too.
CREATE OR REPLACE FUNCTION lt_forget_blobs(addresses text[], before timestamptz) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM blobs b WHERE b.sha256 = ANY (addresses) AND b.created_at < before
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.drafted_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM uploads u WHERE u.blob_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_keys k WHERE k.file_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_keys k WHERE k.picture_sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM signing_act_files a WHERE a.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM preserved_files p WHERE p.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM axis_messages m WHERE m.sha256 = b.sha256)
    RETURNING b.sha256
$$;

-- ---- Documents that leave, and come, by other systems -------------------------------------------------------------------

-- 'sent': on its way to an agency elsewhere, whose system has not said yet that it arrived.
ALTER DOMAIN delivery_state DROP CONSTRAINT delivery_state_check;
ALTER DOMAIN delivery_state ADD CONSTRAINT delivery_state_check CHECK (VALUE IN
    ('sent', 'arrived', 'refused', 'accepted', 'assigned', 'in_progress', 'done', 'recalled'));

-- How a document came over the axis, beside what it says itself.
CREATE TABLE axis_arrivals (
    document_id bigint PRIMARY KEY REFERENCES documents,
    message_uid uuid,                 -- NULL: read from a file
    carrier     text NOT NULL,        -- the system that brought it, as it was called then
    wire_id     text NOT NULL,        -- DocumentId as its sender wrote it: the exchange_id of an update has the message's hash behind it
    business    smallint NOT NULL,    -- 0 new, 2 updates an earlier document, 3 replaces one
    reason      text NOT NULL,        -- of an update or a replacement
    earlier     text NOT NULL,        -- DocumentIds of what it updates or replaces, one a line
    earlier_id  bigint,               -- the first of them that is here
    signature   text NOT NULL CHECK (signature IN ('none', 'valid', 'failed', 'indeterminate', 'not_verifiable')),
    signature_why text NOT NULL
);
ALTER TABLE axis_arrivals ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON axis_arrivals FOR SELECT USING (
    EXISTS (SELECT 1 FROM documents x WHERE x.id = axis_arrivals.document_id OFFSET 0));
CREATE POLICY bring ON axis_arrivals FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM documents x WHERE x.id = axis_arrivals.document_id AND x.origin = 'axis'
            AND x.xmin = pg_current_xact_id()::xid OFFSET 0));
GRANT SELECT, INSERT ON axis_arrivals TO lt_app;

-- What agencies here tell a sender elsewhere about its document (status codes of edXML): each goes out once, one after the other.
CREATE TABLE axis_statuses (
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,      -- who tells
    code        text NOT NULL CHECK (code IN ('01', '02', '03', '04', '05', '06', '15', '16')),
    words       text NOT NULL,        -- a reason; "" without
    staff       text NOT NULL,        -- who acted; "" for the server itself
    unit_id     bigint,
    at          timestamptz NOT NULL,
    told_at     timestamptz,          -- since then in the queue of the sender's system
    PRIMARY KEY (document_id, agency_id, code)
);
ALTER TABLE axis_statuses ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON axis_statuses USING (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT, UPDATE (told_at) ON axis_statuses TO lt_app;

-- As before, and the sender is told that the document has arrived.
CREATE OR REPLACE FUNCTION lt_deliver_from_axis(document bigint, agencies bigint[], arrived timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    document_uid uuid;
    made         bigint;
BEGIN
    SELECT x.uid INTO document_uid FROM documents x
     WHERE x.id = document AND x.origin = 'axis' AND x.xmin = pg_current_xact_id()::xid;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not a document that this transaction brought in' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH delivered AS (
        INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
        SELECT nextval('delivery_ids'), document, NULL, a.id, 'arrived', arrived, arrived
          FROM agencies a WHERE a.id = ANY(agencies) ON CONFLICT (document_id, agency_id) DO NOTHING
        RETURNING agency_id),
    told AS (
        INSERT INTO document_events (document_id, agency_id, action, shared, at)
        SELECT document, d.agency_id, 'imported', false, arrived FROM delivered d),
    answered AS (
        INSERT INTO axis_statuses (document_id, agency_id, code, words, staff, at)
        SELECT document, d.agency_id, '01', '', '', arrived FROM delivered d),
    kept AS (
        INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail)
        SELECT arrived, d.agency_id, current_setting('lt.official')::bigint, current_setting('lt.request'), 'document.imported',
               document_uid::text, '{}' FROM delivered d)
    SELECT count(*) INTO made FROM delivered;
    RETURN made;
END $$;

-- What is on its way, of each sender: few, and gone from here as soon as it has arrived.
CREATE INDEX delivery_on_the_way ON deliveries (sender_id, document_id) WHERE state = 'sent';

-- The sender of a document that is here already sends it to further agencies.
CREATE FUNCTION lt_deliver_further_from_axis(issuer text, exchange text, agencies bigint[], arrived timestamptz,
                                             OUT document bigint, OUT made bigint[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wanted record;
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself delivers from the axis' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT x.id, x.uid INTO wanted FROM documents x
     WHERE x.issuer_code = issuer AND x.exchange_id = exchange AND x.origin = 'axis' FOR SHARE;
    IF NOT FOUND THEN RETURN; END IF;
    WITH delivered AS (
        INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
        SELECT nextval('delivery_ids'), wanted.id, NULL, a.id, 'arrived', arrived, arrived
          FROM agencies a WHERE a.id = ANY(agencies) ON CONFLICT (document_id, agency_id) DO NOTHING
        RETURNING agency_id),
    told AS (
        INSERT INTO document_events (document_id, agency_id, action, shared, at)
        SELECT wanted.id, d.agency_id, 'imported', false, arrived FROM delivered d),
    answered AS (
        INSERT INTO axis_statuses (document_id, agency_id, code, words, staff, at)
        SELECT wanted.id, d.agency_id, '01', '', '', arrived FROM delivered d),
    kept AS (
        INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail)
        SELECT arrived, d.agency_id, 0, current_setting('lt.request'), 'document.imported', wanted.uid::text, '{}' FROM delivered d)
    SELECT wanted.id, coalesce(array_agg(agency_id), '{}') INTO document, made FROM delivered;
END $$;
REVOKE ALL ON FUNCTION lt_deliver_further_from_axis(text, text, bigint[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_deliver_further_from_axis(text, text, bigint[], timestamptz) TO lt_app;

-- The sender elsewhere asks for its document back. Whom it asks now; NULL when no such document is here.
CREATE FUNCTION lt_recall_from_axis(issuers text[], exchange text, agencies bigint[], why text, asked timestamptz) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wanted record;
    made   bigint[];
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself speaks for the axis' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT x.id, x.uid INTO wanted FROM documents x
     WHERE x.issuer_code = ANY(issuers) AND x.exchange_id = exchange AND x.origin = 'axis' FOR SHARE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    WITH made_now AS (
        INSERT INTO recalls (delivery_id, document_id, sender_id, agency_id, reason, requested_at, requested_by)
        SELECT d.id, d.document_id, 0, d.agency_id, why, asked, 0 FROM deliveries d
         WHERE d.document_id = wanted.id AND d.agency_id = ANY(agencies) AND d.state NOT IN ('refused', 'recalled')
        ON CONFLICT (delivery_id) DO NOTHING RETURNING agency_id),
    told AS (
        INSERT INTO document_events (document_id, agency_id, action, shared, detail, at)
        SELECT wanted.id, m.agency_id, 'recall_wanted', false, why, asked FROM made_now m),
    kept AS (
        INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail)
        SELECT asked, m.agency_id, 0, current_setting('lt.request'), 'document.recall_wanted', wanted.uid::text, '{}' FROM made_now m)
    SELECT coalesce(array_agg(agency_id), '{}') INTO made FROM made_now;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION lt_recall_from_axis(text[], text, bigint[], text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_recall_from_axis(text[], text, bigint[], text, timestamptz) TO lt_app;

-- Who finds a document by the search, after one of several gave it back: nobody's session reads all of them.
CREATE FUNCTION lt_update_holders(document bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself writes the search' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM documents x WHERE x.id = document AND x.state = 'issued' FOR NO KEY UPDATE;
    UPDATE document_search s
       SET holders = ARRAY(SELECT x.agency_id FROM documents x WHERE x.id = document AND x.agency_id IS NOT NULL UNION
                           SELECT d.agency_id FROM deliveries d WHERE d.document_id = document AND d.state <> 'recalled' ORDER BY 1)
     WHERE s.document_id = document;
END $$;
REVOKE ALL ON FUNCTION lt_update_holders(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_update_holders(bigint) TO lt_app;

-- How far the messages with an issued document are on their way, for its issuer: the queue itself is closed to agencies.
CREATE FUNCTION lt_transport_of(document bigint) RETURNS TABLE (to_code text, state text, why text, changed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.to_code, i.state, i.why, i.changed_at
      FROM axis_messages m JOIN axis_items i ON i.message_id = m.id
     WHERE m.about = document AND m.kind = 'edoc' AND m.system_id IS NULL
       AND EXISTS (SELECT FROM documents x WHERE x.id = document AND x.agency_id = current_setting('lt.agency')::bigint)
$$;
REVOKE ALL ON FUNCTION lt_transport_of(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_transport_of(bigint) TO lt_app;
