-- Files that nothing names any more are forgotten; what comes over the axis leaves its event and its journal record; a recall
-- never meets a refusal that is just happening; wrong passwords of known and unknown logins are forgotten alike.

-- Content that no document and no upload names, and that was not stored lately: drafts were discarded, files taken out. Gives what
-- was forgotten; the files themselves go afterwards. A form that names the content at this moment holds its row (foreign key), so
-- one of the two waits for the other.
CREATE FUNCTION lt_forget_blobs(addresses text[], before timestamptz) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM blobs b WHERE b.sha256 = ANY (addresses) AND b.created_at < before
       AND NOT EXISTS (SELECT FROM document_files f WHERE f.sha256 = b.sha256)
       AND NOT EXISTS (SELECT FROM uploads u WHERE u.blob_sha256 = b.sha256)
    RETURNING b.sha256
$$;
REVOKE ALL ON FUNCTION lt_forget_blobs(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_forget_blobs(text[], timestamptz) TO lt_app;

-- A document from the axis reaches all its addressees here in the transaction that brought it in, and only then. Each of them has
-- its own event and journal record, which no other agency's session could write.
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
    kept AS (
        INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail)
        SELECT arrived, d.agency_id, current_setting('lt.official')::bigint, current_setting('lt.request'), 'document.imported',
               document_uid::text, '{}' FROM delivered d)
    SELECT count(*) INTO made FROM delivered;
    RETURN made;
END $$;

-- Only what the recipient still has is asked back. The lock waits for a recipient who is just refusing, as with reminders.
CREATE FUNCTION lt_recall_of_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    now_at text;
BEGIN
    SELECT state INTO now_at FROM deliveries WHERE id = NEW.delivery_id FOR KEY SHARE;
    IF now_at IN ('refused', 'recalled') THEN RETURN NULL; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recall_of_held BEFORE INSERT ON recalls FOR EACH ROW EXECUTE FUNCTION lt_recall_of_held();

-- When the last of the wrong attempts in a row was made.
ALTER TABLE accounts ADD COLUMN failed_at timestamptz;
