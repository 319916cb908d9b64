-- Results are due before they are handed over; their signature comes about in steps; what a merger of agencies leaves unfinished; what
-- the data vault keeps of a result that is taken back, and of a paper that is scanned again; scans that come later reach the components.

-- ---- Results that are due -----------------------------------------------------------------------------------------------------------

-- Why a result that ought to be signed here is on paper; '': it is electronic, or needs no signature.
ALTER TABLE dossier_results ADD COLUMN paper_why text NOT NULL DEFAULT '';

-- Results that the procedure names and that this dossier does not have, as the agency that decides it said.
CREATE TABLE dossier_waived_results (
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    code        text NOT NULL CHECK (code <> ''),      -- of the kind of result
    name        text NOT NULL CHECK (name <> ''),
    reason      text NOT NULL CHECK (reason <> ''),
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, code)
);
ALTER TABLE dossier_waived_results ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_waived_results FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY decides_insert ON dossier_waived_results FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint
    AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id AND d.decides_id = current_setting('lt.agency')::bigint OFFSET 0));
GRANT SELECT, INSERT ON dossier_waived_results TO lt_app;

-- A document that was drafted for a dossier and thrown away, or that an agency that is gone left behind.
ALTER TABLE dossier_documents ADD COLUMN dropped_at timestamptz;
UPDATE dossier_documents l SET dropped_at = now()
 WHERE l.taken_at IS NULL AND NOT EXISTS (SELECT FROM documents d WHERE d.uid = l.document_uid);
GRANT UPDATE (dropped_at) ON dossier_documents TO lt_app;

-- What still waits for a signature, a seal or its issue, for who sees the dossier: no content.
CREATE FUNCTION lt_awaited_results(dossier bigint)
RETURNS TABLE (uid uuid, is_document boolean, agency_id bigint, name text, notation text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.uid, w.is_document, w.agency_id, w.name, w.notation, w.state
      FROM dossiers d CROSS JOIN LATERAL (
        SELECT r.uid, false AS is_document, r.agency_id, r.name, r.notation, r.state, r.drafted_at AS since FROM dossier_drafts r
         WHERE r.dossier_id = d.id AND (r.state = 'submitted' OR r.state = 'signed' AND r.has_seal)
        UNION ALL
        SELECT l.document_uid, true, l.agency_id, l.name, '', 'document', l.made_at FROM dossier_documents l
         WHERE l.dossier_id = d.id AND l.taken_at IS NULL AND l.dropped_at IS NULL) w
     WHERE d.id = dossier AND lt_may_see_dossier(d.agency_id, d.decides_id, d.id, d.instance_uid)
     ORDER BY w.since, w.uid
$$;

-- ---- Signing in steps: number, signature, result -----------------------------------------------------------------------------------

-- The number is given for good before the signature is made, so it stays with a draft that is still submitted.
ALTER TABLE dossier_drafts DROP CONSTRAINT dossier_drafts_signed_check;
ALTER TABLE dossier_drafts ADD CONSTRAINT dossier_drafts_signed_check CHECK (CASE state
    WHEN 'draft' THEN number IS NULL
    WHEN 'submitted' THEN signed_at IS NULL
    WHEN 'dropped' THEN true
    ELSE number IS NOT NULL AND signed_at IS NOT NULL END);
CREATE OR REPLACE FUNCTION keep_signed_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL AND (NEW.dossier_id, NEW.agency_id, NEW.code, NEW.book, NEW.year, NEW.number, NEW.notation, NEW.issued_on,
                                   NEW.signer_id, NEW.fields::text) IS DISTINCT FROM
       (OLD.dossier_id, OLD.agency_id, OLD.code, OLD.book, OLD.year, OLD.number, OLD.notation, OLD.issued_on, OLD.signer_id,
        OLD.fields::text)
       OR OLD.signed_at IS NOT NULL AND NEW.signed_at IS DISTINCT FROM OLD.signed_at THEN
        RAISE EXCEPTION 'what was signed does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_drafts_kept_check';
    END IF;
    RETURN NEW;
END $$;

-- ---- What an agency that is gone leaves unfinished -----------------------------------------------------------------------------------

-- Who decides the dossier now sees what its predecessor drafted for it, and can throw it away; it stays the predecessor's.
DROP POLICY seen ON dossier_drafts;
CREATE POLICY seen ON dossier_drafts FOR SELECT USING (EXISTS (
    SELECT 1 FROM dossiers d WHERE d.id = dossier_id
       AND current_setting('lt.agency')::bigint IN (dossier_drafts.agency_id, d.decides_id) OFFSET 0));
DO $$
DECLARE
    one     text;
    decides CONSTANT text := 'EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id '
        'AND d.decides_id = current_setting(''lt.agency'')::bigint OFFSET 0)';
BEGIN
    FOREACH one IN ARRAY ARRAY['dossier_drafts', 'dossier_documents'] LOOP
        EXECUTE format('DROP POLICY decides_update ON %I', one);
        EXECUTE format('CREATE POLICY decides_update ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', one, decides, decides);
    END LOOP;
END $$;
CREATE INDEX dossier_moves_successor ON dossier_moves (to_id) WHERE decided;

-- As before; a draft that has a number of the old agency's series stays there, as what was signed does. Papers that were on their way to
-- the old agency are received by the new one, once none of that batch belongs to the old one any more; who gave them, and their number, stay.
CREATE OR REPLACE FUNCTION lt_move_dossiers(new_agency bigint, uids uuid[], moved_at timestamptz, words text) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_agency CONSTANT bigint := current_setting('lt.agency')::bigint;
    d          record;
BEGIN
    IF current_setting('lt.reach') <> 'agency' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself moves dossiers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM agencies a JOIN agency_successions s ON s.predecessor_id = a.id AND s.successor_id = new_agency
      WHERE a.id = old_agency AND a.valid_to < (moved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no successor of an agency that is gone' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_moves_successor_check';
    END IF;
    FOR d IN SELECT x.id, x.uid, x.state, x.version, x.instance_uid, x.agency_id = old_agency AS received, x.decides_id = old_agency AS decided
               FROM dossiers x WHERE x.uid = ANY (uids) AND x.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
              ORDER BY x.id FOR NO KEY UPDATE LOOP
        UPDATE process_waits w SET performer_id = new_agency, assignee_id = NULL
         WHERE w.instance_uid = d.instance_uid AND w.kind = 'task' AND w.performer_id = old_agency;
        CONTINUE WHEN NOT (d.received OR d.decided);
        UPDATE dossiers SET agency_id = CASE WHEN d.received THEN new_agency ELSE agency_id END,
               decides_id = CASE WHEN d.decided THEN new_agency ELSE decides_id END, version = d.version + 1 WHERE id = d.id;
        INSERT INTO dossier_moves VALUES (d.id, d.version + 1, old_agency, new_agency, d.received, d.decided, moved_at);
        INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, reason, at)
        VALUES (d.id, d.version + 1, new_agency, 0, 'note', d.state, words, moved_at);
        IF d.decided THEN
            WITH RECURSIVE tree AS (
                SELECT i.id FROM process_instances i WHERE i.uid = d.instance_uid AND i.agency_id = old_agency
                UNION ALL SELECT i.id FROM process_instances i JOIN tree ON i.parent_id = tree.id
            ), moved AS (UPDATE process_instances i SET agency_id = new_agency FROM tree WHERE i.id = tree.id RETURNING i.id)
            UPDATE process_waits w SET agency_id = new_agency,
                   performer_id = CASE WHEN w.performer_id = old_agency THEN new_agency ELSE w.performer_id END,
                   assignee_id = CASE WHEN w.performer_id = old_agency THEN NULL ELSE w.assignee_id END
              FROM moved WHERE w.instance_id = moved.id;
            UPDATE dossier_drafts SET agency_id = new_agency, state = 'draft', submitted_at = NULL
             WHERE dossier_id = d.id AND agency_id = old_agency AND state IN ('draft', 'submitted') AND number IS NULL;
        END IF;
        RETURN NEXT d.uid;
    END LOOP;
    UPDATE hand_over_batches b SET receiver_id = new_agency, unit_id = NULL
     WHERE b.state = 'given' AND b.receiver_id = old_agency
       AND EXISTS (SELECT FROM hand_over_lines l JOIN dossiers x ON x.id = l.dossier_id
                    WHERE l.batch_id = b.id AND l.state = 'open' AND x.uid = ANY (uids))
       AND NOT EXISTS (SELECT FROM hand_over_lines l JOIN dossiers x ON x.id = l.dossier_id
                        WHERE l.batch_id = b.id AND l.state = 'open' AND x.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
                          AND CASE b.kind WHEN 'dossiers' THEN x.decides_id ELSE x.agency_id END = old_agency);
END $$;

-- ---- Linked procedures -----------------------------------------------------------------------------------------------------------------

-- Papers of the parent for the dossier of a component: all of them when it is made, later what has come since. The same contents, no
-- copies. Waits for a transaction that makes that dossier. Gives how many files came; NULL: there is no such dossier.
DROP FUNCTION lt_share_papers(uuid, int, text[], timestamptz);
CREATE FUNCTION lt_share_papers(parent uuid, component int, codes text[], shared_at timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    k    record;
    came int;
BEGIN
    PERFORM FROM dossiers p JOIN dossier_components c ON c.parent_id = p.id AND c.no = component WHERE p.uid = parent
       AND current_setting('lt.official')::bigint = 0 FOR UPDATE OF c;
    SELECT p.id AS parent_id, d.id AS child_id INTO k
      FROM dossiers p JOIN dossier_components c ON c.parent_id = p.id AND c.no = component JOIN dossiers d ON d.uid = c.child_uid
     WHERE p.uid = parent AND d.parent_id = p.id AND d.decides_id = current_setting('lt.agency')::bigint
       AND current_setting('lt.reach') = 'agency' AND current_setting('lt.official')::bigint = 0;
    IF NOT FOUND THEN RETURN NULL; END IF;
    INSERT INTO dossier_papers AS own  -- all columns, also those of later migrations
    SELECT (jsonb_populate_record(a, jsonb_build_object('dossier_id', k.child_id, 'missing', ''))).*
      FROM dossier_papers a WHERE a.dossier_id = k.parent_id AND a.code = ANY (codes)
    ON CONFLICT (dossier_id, no) DO UPDATE SET originals = greatest(own.originals, EXCLUDED.originals),
           certified = greatest(own.certified, EXCLUDED.certified), copies = greatest(own.copies, EXCLUDED.copies);
    INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, verdict, added_at, added_by)
    SELECT gen_random_uuid(), k.child_id, f.paper_no, f.kind, f.name, f.media_type, f.size, f.sha256, f.verdict, shared_at, f.added_by
      FROM dossier_files f JOIN dossier_papers a ON a.dossier_id = k.parent_id AND a.no = f.paper_no AND a.code = ANY (codes)
     WHERE f.dossier_id = k.parent_id AND f.replaced_at IS NULL
       AND NOT EXISTS (SELECT FROM dossier_files o WHERE o.dossier_id = k.child_id AND o.paper_no = f.paper_no AND o.sha256 = f.sha256)
     ORDER BY f.id;
    GET DIAGNOSTICS came = ROW_COUNT;
    RETURN came;
END $$;

-- As before, and why a result is on paper.
CREATE OR REPLACE FUNCTION lt_take_results(of_parent bigint, of_no int, taken_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    it     record;
    one    record;
    wanted text;
    copied uuid;
BEGIN
    PERFORM FROM dossiers p WHERE p.id = of_parent AND p.decides_id = current_setting('lt.agency')::bigint
       FOR NO KEY UPDATE;   -- others give its results their numbers, too
    SELECT c.taken, k.id INTO it
      FROM dossier_components c JOIN dossiers p ON p.id = c.parent_id
      LEFT JOIN dossiers k ON k.uid = c.child_uid AND k.state IN ('resolved', 'returned')
     WHERE c.parent_id = of_parent AND c.no = of_no AND p.decides_id = current_setting('lt.agency')::bigint
       AND current_setting('lt.reach') = 'agency' AND current_setting('lt.official')::bigint = 0
       FOR UPDATE OF c;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT coalesce(md5(string_agg(concat_ws('|', r.no, r.code, r.name, r.number, r.issued_on, r.signer, f.sha256, f.verdict,
                                             nullif(r.paper_why, '')), E'\n' ORDER BY r.no)), '')
      INTO wanted FROM dossier_results r LEFT JOIN dossier_files f ON f.uid = r.file_uid WHERE r.dossier_id = it.id;
    IF wanted = it.taken THEN RETURN; END IF;
    UPDATE dossier_files f SET replaced_at = taken_at
      FROM dossier_results r WHERE r.dossier_id = of_parent AND r.component = of_no AND f.uid = r.file_uid;
    DELETE FROM dossier_results r WHERE r.dossier_id = of_parent AND r.component = of_no;
    FOR one IN SELECT r.code, r.name, r.number, r.issued_on, r.signer, r.paper_why, f.uid AS file, f.name AS file_name, f.media_type,
                      f.size, f.sha256, f.verdict, f.added_by
                 FROM dossier_results r LEFT JOIN dossier_files f ON f.uid = r.file_uid WHERE r.dossier_id = it.id ORDER BY r.no LOOP
        copied := CASE WHEN one.file IS NOT NULL THEN gen_random_uuid() END;
        IF copied IS NOT NULL THEN
            INSERT INTO dossier_files (uid, dossier_id, kind, name, media_type, size, sha256, verdict, added_at, added_by)
            VALUES (copied, of_parent, 'result', one.file_name, one.media_type, one.size, one.sha256, one.verdict, taken_at, one.added_by);
        END IF;
        INSERT INTO dossier_results (dossier_id, no, code, name, number, issued_on, signer, file_uid, component, paper_why)
        SELECT of_parent, coalesce(max(x.no) + 1, 0), one.code, one.name, one.number, one.issued_on, one.signer, copied, of_no,
               one.paper_why
          FROM dossier_results x WHERE x.dossier_id = of_parent;
    END LOOP;
    UPDATE dossier_components SET taken = wanted WHERE parent_id = of_parent AND no = of_no;
END $$;

-- ---- The data vault --------------------------------------------------------------------------------------------------------------------

ALTER TABLE vault_items DROP CONSTRAINT vault_items_ended_check;
ALTER TABLE vault_items ADD CONSTRAINT vault_items_ended_check CHECK (ended IN ('replaced', 'revoked', 'withdrawn'));

-- As before; what is signed stays until something that is signed, too, takes its place.
CREATE OR REPLACE FUNCTION lt_keep_vault_item(new_uid uuid, wanted uuid, new_source text, new_no int, new_code text, new_name text, new_number text,
                                   new_issuer text, new_issued_on date, new_valid_from date, new_valid_to date, new_file_name text,
                                   new_media_type text, new_size bigint, new_sha256 text, new_fields json, new_signature text,
                                   why text, now_at timestamptz)
RETURNS TABLE (uid uuid, is_new boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    handled CONSTANT bigint := handled_dossier(wanted);
    owner   bigint;
    old     vault_items;
BEGIN
    IF handled IS NULL OR current_setting('lt.agency')::bigint = 0 THEN
        RAISE EXCEPTION 'only who handles the dossier keeps its papers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT d.citizen_id INTO owner FROM dossiers d WHERE d.id = handled FOR NO KEY UPDATE;   -- one at a time
    IF owner IS NULL THEN RETURN; END IF;
    -- A linked procedure hands the same result to several dossiers of its owner.
    IF new_source = 'result' THEN
        SELECT * INTO old FROM vault_items i WHERE i.citizen_id = owner AND i.sha256 = new_sha256 AND i.ended_at IS NULL LIMIT 1;
        IF old.id IS NOT NULL THEN
            RETURN QUERY SELECT old.uid, false;
            RETURN;
        END IF;
    END IF;
    SELECT * INTO old FROM vault_items i
     WHERE i.dossier_id = handled AND i.source = new_source AND i.source_no = new_no AND i.ended_at IS NULL;
    IF old.id IS NOT NULL AND (old.sha256 = new_sha256 OR vault_counts(old.signature) AND NOT vault_counts(new_signature)) THEN
        RETURN QUERY SELECT old.uid, false;
        RETURN;
    END IF;
    IF old.id IS NOT NULL THEN
        UPDATE vault_items i SET ended = 'replaced', ended_why = coalesce(nullif(why, ''), 'new file'), ended_at = now_at,
               ended_by = current_setting('lt.official')::bigint WHERE i.id = old.id;
    END IF;
    INSERT INTO vault_items (uid, agency_id, citizen_id, dossier_id, source, source_no, code, name, number, issuer, issued_on, valid_from,
                             valid_to, file_name, media_type, size, sha256, fields, signature, kept_at, kept_by)
    VALUES (new_uid, current_setting('lt.agency')::bigint, owner, handled, new_source, new_no, new_code, new_name, new_number, new_issuer,
            new_issued_on, new_valid_from, new_valid_to, new_file_name, new_media_type, new_size, new_sha256, new_fields, new_signature,
            now_at, current_setting('lt.official')::bigint);
    RETURN QUERY SELECT new_uid, true;
END $$;

-- The dossier has no result any more: who takes it back takes its results out of the vault. Gives those items.
CREATE FUNCTION lt_withdraw_vault_results(wanted uuid, why text, withdrawn_at timestamptz) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    handled CONSTANT bigint := handled_dossier(wanted);
BEGIN
    IF handled IS NULL OR current_setting('lt.agency')::bigint = 0 OR why = '' THEN
        RAISE EXCEPTION 'only who handles the dossier takes its results back, with a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    UPDATE vault_items i SET ended = 'withdrawn', ended_why = why, ended_at = withdrawn_at, ended_by = current_setting('lt.official')::bigint
     WHERE i.dossier_id = handled AND i.source = 'result' AND i.ended_at IS NULL RETURNING i.uid;
END $$;

REVOKE ALL ON FUNCTION lt_awaited_results(bigint), lt_share_papers(uuid, int, text[], timestamptz),
    lt_withdraw_vault_results(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_awaited_results(bigint), lt_share_papers(uuid, int, text[], timestamptz),
    lt_withdraw_vault_results(uuid, text, timestamptz) TO lt_app;
