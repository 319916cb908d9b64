-- What citizens think of the desk, and the rest of the index of QĐ 766/QĐ-TTg: ratings and petitions about dossiers, how a dossier that came
-- from elsewhere says it came, when procedures were decided on and published, and all of it counted from what was written down.

-- ---- The catalogue, as an index of service quality asks ------------------------------------------------------------------

-- Which of the seven parts a record lacks (src/procedures/records/parts.h says the same).
CREATE FUNCTION procedure_lacks(content json) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(p.part ORDER BY p.n) FILTER (WHERE p.lacking), '{}') FROM (VALUES
        (1, 'name', coalesce(content ->> 'name', '') = ''),
        (2, 'steps', coalesce(content ->> 'steps', '') = ''),
        (3, 'ways', content -> 'channels' IS NULL),
        (4, 'papers', NOT coalesce((SELECT bool_and(coalesce((a ->> 'originals')::int, 0) + coalesce((a ->> 'copies')::int, 0) > 0)
                                      FROM json_array_elements(content -> 'cases') c, json_array_elements(c -> 'papers') a), false)),
        (5, 'time', NOT coalesce((SELECT bool_and(EXISTS (SELECT 1 FROM json_array_elements(w -> 'terms') t
                                                           WHERE t ->> 'time' IN ('stated', 'not_fixed', 'no_result')))
                                    FROM json_array_elements(content -> 'channels') w), false)),
        (6, 'subjects', content -> 'subjects' IS NULL),
        (7, 'agency', content -> 'agencies' -> 'decides' IS NULL AND content -> 'agencies' -> 'executes' IS NULL)) p (n, part, lacking)
$$;
CREATE FUNCTION procedure_has_online(content json) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (SELECT 1 FROM json_array_elements(content -> 'channels') w WHERE w ->> 'way' = 'online')
$$;
CREATE FUNCTION procedure_has_fees(content json, ready json) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(ready ->> 'fees', '') <> '' OR EXISTS (
        SELECT 1 FROM json_array_elements(content -> 'channels') w, json_array_elements(w -> 'terms') t, json_array_elements(t -> 'fees') f
         WHERE f ->> 'state' = 'amount' AND coalesce((f ->> 'amount')::bigint, 0) > 0)
$$;
ALTER TABLE procedure_versions
    ADD COLUMN lacks      text[] NOT NULL DEFAULT '{}',
    ADD COLUMN has_online boolean NOT NULL DEFAULT false,
    ADD COLUMN has_fees   boolean NOT NULL DEFAULT false;
CREATE FUNCTION tell_what_procedure_has() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.lacks := procedure_lacks(NEW.content);
    NEW.has_online := procedure_has_online(NEW.content);
    NEW.has_fees := procedure_has_fees(NEW.content, NEW.ready);
    RETURN NEW;
END $$;
ALTER TABLE procedure_versions DISABLE TRIGGER procedure_versions_kept;
UPDATE procedure_versions SET lacks = procedure_lacks(content), has_online = procedure_has_online(content),
                              has_fees = procedure_has_fees(content, ready);
ALTER TABLE procedure_versions ENABLE TRIGGER procedure_versions_kept;
CREATE TRIGGER procedure_versions_told BEFORE INSERT OR UPDATE OF content, ready ON procedure_versions
    FOR EACH ROW EXECUTE FUNCTION tell_what_procedure_has();

-- Since when an agency offers a procedure; what it does not offer any more is remembered, so that a month that is over stays as it was.
ALTER TABLE procedure_agencies ADD COLUMN since timestamptz NOT NULL DEFAULT '-infinity';
CREATE TABLE procedure_agencies_ended (
    procedure_id bigint NOT NULL REFERENCES procedures,
    agency_id    bigint NOT NULL REFERENCES agencies,
    part         text NOT NULL,
    since        timestamptz NOT NULL,
    until        timestamptz NOT NULL
);
CREATE INDEX procedure_agencies_ended_agency ON procedure_agencies_ended (agency_id);
ALTER TABLE procedure_agencies_ended ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON procedure_agencies_ended FOR SELECT USING (true);
CREATE POLICY platform_insert ON procedure_agencies_ended FOR INSERT WITH CHECK (administers_all());
GRANT SELECT, INSERT ON procedure_agencies_ended TO lt_app;

-- The decision by which the province announced a procedure, and when it stood in the national database. The last row of a procedure and
-- decision counts; a mistake is corrected by another one.
CREATE TABLE procedure_publications (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_id bigint NOT NULL REFERENCES procedures,
    decision     text NOT NULL CHECK (decision <> ''),        -- its number: "1234/QĐ-UBND"
    decided_on   date NOT NULL,
    effective_on date NOT NULL,                               -- of the text that makes or changes the procedure
    published_on date,                                        -- NULL: not yet
    decide_by    date NOT NULL,                               -- last days on which it was on time, as the rules counted them then
    publish_by   date NOT NULL,
    dropped      boolean NOT NULL DEFAULT false,              -- written down by mistake
    entered_at   timestamptz NOT NULL,
    entered_by   bigint NOT NULL REFERENCES officials,
    CONSTRAINT procedure_publications_days_check CHECK (published_on >= decided_on)
);
CREATE INDEX procedure_publications_last ON procedure_publications (procedure_id, decision, id DESC);
ALTER TABLE procedure_publications ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON procedure_publications FOR SELECT USING (true);
CREATE POLICY platform_insert ON procedure_publications FOR INSERT
    WITH CHECK (administers_all() AND entered_by = current_setting('lt.official')::bigint);
GRANT SELECT, INSERT ON procedure_publications TO lt_app;

-- ---- How a dossier that was lodged elsewhere says it came ------------------------------------------------------------------

CREATE TABLE dossier_origins (
    dossier_id   bigint PRIMARY KEY REFERENCES dossiers,
    verified     boolean NOT NULL,                            -- by an account of electronic identity (TaiKhoanDuocXacThucVoiVNeID)
    databases    text[] NOT NULL DEFAULT '{}',                -- that were asked (DSKetNoiCSDL)
    from_store   boolean NOT NULL,                            -- a paper is from the national portal's store (DuocLayTuKhoDMQG)
    store_papers int[] NOT NULL DEFAULT '{}',                 -- which papers, where that is known
    paid_online  boolean NOT NULL                             -- as it was lodged (DuocThanhToanTrucTuyen)
);
ALTER TABLE dossier_origins ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON dossier_origins FOR SELECT USING (EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id OFFSET 0));
CREATE POLICY own_insert ON dossier_origins FOR INSERT WITH CHECK (EXISTS (
    SELECT 1 FROM dossiers d WHERE d.id = dossier_id AND d.agency_id = current_setting('lt.agency')::bigint OFFSET 0));
GRANT SELECT, INSERT ON dossier_origins TO lt_app;

-- ---- Ratings and petitions -------------------------------------------------------------------------------------------------

-- The tablet in front of an official of the desk: it shows what he has just handed over, and holds nobody's session.
CREATE TABLE rating_screens (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT rating_screens_uid_key UNIQUE,
    agency_id   bigint NOT NULL REFERENCES agencies,
    official_id bigint NOT NULL,
    name        text NOT NULL CHECK (name <> ''),
    secret      text NOT NULL CONSTRAINT rating_screens_secret_key UNIQUE,   -- its digest
    made_at     timestamptz NOT NULL,
    revoked_at  timestamptz
);
CREATE INDEX rating_screens_agency ON rating_screens (agency_id, id);
ALTER TABLE rating_screens ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON rating_screens FOR SELECT USING (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency');
CREATE POLICY own_insert ON rating_screens FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint
    AND current_setting('lt.reach') = 'agency');
CREATE POLICY own_update ON rating_screens FOR UPDATE USING (
    agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency' AND revoked_at IS NULL)
    WITH CHECK (agency_id = current_setting('lt.agency')::bigint);
GRANT SELECT, INSERT, UPDATE (revoked_at) ON rating_screens TO lt_app;
-- Whose tablet it is; nothing for one that was revoked.
CREATE FUNCTION lt_rating_screen(digest text) RETURNS TABLE (agency_id bigint, official_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.agency_id, s.official_id FROM rating_screens s WHERE s.secret = digest AND s.revoked_at IS NULL
$$;

-- What an official handed over last.
CREATE INDEX dossier_returns_official ON dossier_returns (official_id, at DESC) WHERE means = 'desk';

-- What the citizen thinks of how the dossier was served. Each row is said once; the last one of a dossier and way counts, and within a day of
-- the first it may be said anew.
CREATE TABLE dossier_ratings (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier_id bigint NOT NULL REFERENCES dossiers,
    way        text NOT NULL CONSTRAINT dossier_ratings_way_check CHECK (way IN ('page', 'desk')),
    level      text NOT NULL CONSTRAINT dossier_ratings_level_check CHECK (level IN ('very_satisfied', 'satisfied', 'unsatisfied')),
    reasons    text[] NOT NULL DEFAULT '{}',                  -- why not, of the list in src/dossiers/satisfaction/ratings.h
    remark     text NOT NULL DEFAULT '',
    at         timestamptz NOT NULL,
    CONSTRAINT dossier_ratings_reasons_check CHECK (level = 'unsatisfied' OR reasons = '{}')
);
CREATE INDEX dossier_ratings_dossier ON dossier_ratings (dossier_id, way, id DESC);
CREATE FUNCTION keep_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.at > (SELECT min(r.at) FROM dossier_ratings r WHERE r.dossier_id = NEW.dossier_id AND r.way = NEW.way) + interval '1 day' THEN
        RAISE EXCEPTION 'a rating stays after a day' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_ratings_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_ratings_kept BEFORE INSERT ON dossier_ratings FOR EACH ROW EXECUTE FUNCTION keep_rating();

-- A petition (phản ánh, kiến nghị) about a dossier; the agency that decides the dossier answers it once.
CREATE TABLE dossier_petitions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid         uuid NOT NULL CONSTRAINT dossier_petitions_uid_key UNIQUE,   -- key of the form: sent twice, it is one petition
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    content     text NOT NULL CHECK (content <> ''),
    contact     text NOT NULL DEFAULT '',                     -- telephone or e-mail of who petitions
    way         text NOT NULL CONSTRAINT dossier_petitions_way_check CHECK (way IN ('page', 'desk')),
    lodged_at   timestamptz NOT NULL,
    lodged_by   bigint NOT NULL,                              -- official who wrote it down; 0: the citizen
    due_at      timestamptz NOT NULL,
    basis       text NOT NULL,                                -- the text that fixes the time
    answer      text NOT NULL DEFAULT '',
    answered_at timestamptz,
    answered_by bigint,
    CONSTRAINT dossier_petitions_answer_check CHECK (num_nulls(answered_at, answered_by) IN (0, 2) AND (answered_at IS NULL) = (answer = ''))
);
CREATE INDEX dossier_petitions_dossier ON dossier_petitions (dossier_id, id);
CREATE UNIQUE INDEX dossier_petitions_open_key ON dossier_petitions (dossier_id) WHERE answered_at IS NULL;   -- one at a time
CREATE INDEX dossier_petitions_due ON dossier_petitions (due_at);
CREATE INDEX dossier_petitions_answered ON dossier_petitions (answered_at) WHERE answered_at IS NOT NULL;
CREATE FUNCTION keep_petition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL THEN
        RAISE EXCEPTION 'a petition is answered once' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_petitions_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_petitions_kept BEFORE UPDATE ON dossier_petitions FOR EACH ROW EXECUTE FUNCTION keep_petition();

-- Whether the citizen likes the answer; the last word counts, and within a day of the first it may be said anew.
CREATE TABLE dossier_petition_marks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition_id bigint NOT NULL REFERENCES dossier_petitions,
    liked       boolean NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX dossier_petition_marks_petition ON dossier_petition_marks (petition_id, id DESC);
CREATE INDEX dossier_petition_marks_at ON dossier_petition_marks (at);
CREATE FUNCTION keep_petition_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.at > (SELECT min(m.at) FROM dossier_petition_marks m WHERE m.petition_id = NEW.petition_id) + interval '1 day' THEN
        RAISE EXCEPTION 'what was said of an answer stays after a day' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'dossier_petition_marks_kept_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_petition_marks_kept BEFORE INSERT ON dossier_petition_marks FOR EACH ROW EXECUTE FUNCTION keep_petition_mark();

-- Leaders and the desk of the agencies that received and decide the dossier, and the server in their name; nobody who only took part in it.
DO $$
DECLARE
    one  text;
    sides CONSTANT text := 'current_setting(''lt.reach'') = ''agency'' AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id '
        'AND current_setting(''lt.agency'')::bigint IN (d.agency_id, d.decides_id) OFFSET 0)';
BEGIN
    FOREACH one IN ARRAY ARRAY['dossier_ratings', 'dossier_petitions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('CREATE POLICY sides ON %I FOR SELECT USING (%s)', one, sides);
        EXECUTE format('CREATE POLICY sides_insert ON %I FOR INSERT WITH CHECK (%s)', one, sides);
    END LOOP;
END $$;
CREATE POLICY decides_update ON dossier_petitions FOR UPDATE USING (
    current_setting('lt.reach') = 'agency' AND EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id
                                                          AND d.decides_id = current_setting('lt.agency')::bigint OFFSET 0))
    WITH CHECK (answered_by = current_setting('lt.official')::bigint);
ALTER TABLE dossier_petition_marks ENABLE ROW LEVEL SECURITY;
CREATE POLICY sides ON dossier_petition_marks FOR SELECT USING (EXISTS (SELECT 1 FROM dossier_petitions p WHERE p.id = petition_id OFFSET 0));
CREATE POLICY sides_insert ON dossier_petition_marks FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM dossier_petitions p WHERE p.id = petition_id AND p.answered_at IS NOT NULL OFFSET 0));
GRANT SELECT, INSERT ON dossier_ratings, dossier_petition_marks TO lt_app;
GRANT SELECT, INSERT, UPDATE (answer, answered_at, answered_by) ON dossier_petitions TO lt_app;

-- ---- The citizen's door on the page for everybody --------------------------------------------------------------------------

-- Wrong digits of a day there, whatever they were typed for: whoever closes the door for others closes it until tomorrow.
CREATE TABLE dossier_tries (
    dossier_id bigint PRIMARY KEY REFERENCES dossiers,
    tries      int NOT NULL,
    day        date NOT NULL DEFAULT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
);
ALTER TABLE dossier_tries ENABLE ROW LEVEL SECURITY;

-- Who speaks for a dossier: by its code and the last four digits of the owner's or the agent's number. Five wrong tries of a day close the door. Gives
-- 'open' with where the dossier is, 'wrong', 'closed', or 'none'.
CREATE FUNCTION lt_person_of(wanted text, digits text) RETURNS TABLE (answer text, uid uuid, agency_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    it record;
    today CONSTANT date := (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    before int;
BEGIN
    SELECT d.id, d.uid, d.agency_id, d.owner_number, d.agent ->> 'number' AS agent_number INTO it FROM dossiers d WHERE d.code = wanted;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'none', NULL::uuid, NULL::bigint;
        RETURN;
    END IF;
    INSERT INTO dossier_tries AS t VALUES (it.id, 0, today)
    ON CONFLICT (dossier_id) DO UPDATE SET tries = CASE WHEN t.day = today THEN t.tries ELSE 0 END, day = today
    RETURNING t.tries INTO before;
    IF before >= 5 THEN
        RETURN QUERY SELECT 'closed', NULL::uuid, NULL::bigint;
    ELSIF digits ~ '^[0-9]{4}$' AND digits IN (right(it.owner_number, 4), right(it.agent_number, 4)) THEN
        RETURN QUERY SELECT 'open', it.uid, it.agency_id;
    ELSE
        UPDATE dossier_tries SET tries = tries + 1 WHERE dossier_id = it.id;
        RETURN QUERY SELECT 'wrong', NULL::uuid, NULL::bigint;
    END IF;
END $$;

-- The same as before, but wrong digits that were typed for something else count here, too.
CREATE OR REPLACE FUNCTION lt_receiver_of(wanted text, digits text) RETURNS TABLE (answer text, uid uuid, agency_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    it record;
BEGIN
    SELECT d.id, d.uid, d.agency_id, d.owner_number, d.agent ->> 'number' AS agent_number,
           r.tries + coalesce((SELECT t.tries FROM dossier_tries t WHERE t.dossier_id = d.id
                            AND t.day = (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date), 0) AS tries INTO it
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

-- What somebody who has the code may know of petitions and of the rating: when, and nothing that was said.
CREATE FUNCTION lt_follow_petitions(wanted text) RETURNS TABLE (lodged_at timestamptz, due_at timestamptz, answered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.lodged_at, p.due_at, p.answered_at FROM dossiers d JOIN dossier_petitions p ON p.dossier_id = d.id
     WHERE d.code = wanted ORDER BY p.id
$$;
CREATE FUNCTION lt_follow_rating(wanted text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT min(r.at) FROM dossiers d JOIN dossier_ratings r ON r.dossier_id = d.id WHERE d.code = wanted AND r.way = 'page'
$$;

DO $$
DECLARE
    door text;
BEGIN
    FOREACH door IN ARRAY ARRAY['lt_rating_screen', 'lt_person_of', 'lt_follow_petitions', 'lt_follow_rating'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', door);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', door);
    END LOOP;
END $$;

-- ---- The index of QĐ 766/QĐ-TTg ------------------------------------------------------------------------------------------

-- Counted by an earlier program, which knew less: it is counted again.
ALTER TABLE index_counts ADD COLUMN stale boolean NOT NULL DEFAULT false;
UPDATE index_counts SET stale = true;

-- As before, of an agency its dossiers or of all. New is what citizens said of it and how it came; and a dossier that moved to another agency
-- later counts for the one that decided it then. `population`: codes of the population database among those that were asked.
DROP FUNCTION lt_judge_dossiers(timestamptz, timestamptz, timestamptz);
DROP FUNCTION lt_count_indices(timestamptz, timestamptz, timestamptz);
DROP FUNCTION judge_dossiers(bigint, timestamptz, timestamptz, timestamptz);
CREATE FUNCTION judge_dossiers(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz, population text[])
RETURNS TABLE (dossier_id bigint, agency_id bigint, procedure_id bigint, on_time boolean, finished boolean, online boolean,
               with_result boolean, digitised boolean, reused boolean, owes boolean, paid_online boolean, synced boolean,
               from_store boolean, identified boolean, complained boolean, rated boolean, disliked boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off AS $$
DECLARE
    -- Of an agency its dossiers are looked up one by one; those that the whole province received in a span lie side by side.
    ids      bigint[];
    first_id bigint;
    last_id  bigint;
    later    bigint[];   -- that moved after `as_of`
BEGIN
    SELECT array_agg(DISTINCT m.dossier_id) INTO later FROM dossier_moves m WHERE m.at >= as_of AND m.decided;
    SELECT min(d.id), max(d.id), CASE WHEN wanted IS NOT NULL THEN array_agg(d.id) END INTO first_id, last_id, ids
      FROM (SELECT x.id FROM dossiers x WHERE x.received_at >= since AND x.received_at < least(till, as_of)
               AND (wanted IS NULL OR x.decides_id = wanted OR x.id = ANY (later)) OFFSET 0) d;
    IF first_id IS NULL THEN RETURN; END IF;
    RETURN QUERY
    WITH moved AS MATERIALIZED (
        SELECT DISTINCT ON (m.dossier_id) m.dossier_id AS id, m.from_id FROM dossier_moves m
         WHERE later IS NOT NULL AND m.at >= as_of AND m.decided ORDER BY m.dossier_id, m.no
    ), d AS MATERIALIZED (
        SELECT x.id, coalesce(moved.from_id, x.decides_id) AS decides_id, x.procedure_id, x.way, x.received_at, x.first_due_at
          FROM dossiers x LEFT JOIN moved ON moved.id = x.id
         WHERE x.received_at >= since AND x.received_at < least(till, as_of)
           AND (wanted IS NULL OR coalesce(moved.from_id, x.decides_id) = wanted)
    ), acts AS MATERIALIZED (
        SELECT v.dossier_id, v.no, v.act, v.at FROM dossier_events v JOIN d ON d.id = v.dossier_id
         WHERE CASE WHEN wanted IS NULL THEN v.dossier_id BETWEEN first_id AND last_id ELSE v.dossier_id = ANY (ids) END
           AND v.act <> 'note' AND v.at >= since AND v.at < as_of
    ), taken_back AS MATERIALIZED (   -- few: the act before each take-back
        SELECT v.dossier_id, v.no
          FROM (SELECT a.dossier_id, a.no, lead(a.act) OVER (PARTITION BY a.dossier_id ORDER BY a.no) AS next_act FROM acts a
                 WHERE a.dossier_id IN (SELECT b.dossier_id FROM acts b WHERE b.act = 'take_back')) v WHERE v.next_act = 'take_back'
    ), stands AS MATERIALIZED (
        SELECT a.dossier_id, a.no, a.act, a.at FROM acts a
         WHERE a.act <> 'take_back' AND NOT EXISTS (SELECT FROM taken_back b WHERE b.dossier_id = a.dossier_id AND b.no = a.no)
    ), ends AS MATERIALIZED (
        SELECT v.dossier_id, max(v.at) FILTER (WHERE v.act = 'resolve') AS resolved, max(v.at) FILTER (WHERE v.act = 'hand_over') AS returned,
               max(v.at) FILTER (WHERE v.act IN ('stop', 'withdraw', 'reject')) AS ended,
               bool_or(v.act IN ('ask_supplement', 'ask_payment')) AS asks
          FROM stands v GROUP BY v.dossier_id
    ), pauses AS MATERIALIZED (   -- few dossiers wait for their citizen
        SELECT v.dossier_id, v.act, v.at, v.next_at
          FROM (SELECT s.dossier_id, s.no, s.act, s.at, lead(s.at) OVER w AS next_at,
                       max(s.no) FILTER (WHERE s.act = 'receive') OVER (PARTITION BY s.dossier_id) AS received_no
                  FROM stands s JOIN ends e ON e.dossier_id = s.dossier_id AND e.asks
                WINDOW w AS (PARTITION BY s.dossier_id ORDER BY s.no)) v
         WHERE v.act IN ('ask_supplement', 'ask_payment') AND v.no > v.received_no
    ), supplements AS (
        SELECT v.dossier_id, count(*) AS n, max(v.at) AS asked, max(v.next_at) AS supplied
          FROM pauses v WHERE v.act = 'ask_supplement' GROUP BY v.dossier_id
    ), timed AS (
        SELECT d.id, d.decides_id, d.procedure_id, d.way, d.received_at, d.first_due_at, coalesce(u.n, 0) AS supplements, u.asked,
               u.supplied, e.resolved IS NOT NULL OR e.returned IS NOT NULL AS finished,
               coalesce(e.resolved, e.returned, e.ended, CASE WHEN u.n = 1 AND u.supplied IS NULL THEN u.asked END, as_of) AS ends_at,
               CASE WHEN u.n = 1 AND u.supplied IS NOT NULL THEN
                   (SELECT x.life -> 'clock' -> 'limit' ->> 'after_pause' = '1' FROM dossiers x WHERE x.id = d.id) END IS TRUE AS anew
          FROM d JOIN ends e ON e.dossier_id = d.id LEFT JOIN supplements u ON u.dossier_id = d.id
    ), waited AS (   -- what each dossier waited for its citizen, before its supplement and in all
        SELECT t.id,
               sum(least(coalesce(v.next_at, as_of), t.asked) - v.at) FILTER (WHERE v.at < t.asked) AS before,
               sum(least(coalesce(v.next_at, as_of), t.ends_at) - v.at)
                   FILTER (WHERE v.at < t.ends_at AND NOT (t.anew AND v.at < t.supplied)) AS in_all
          FROM timed t JOIN pauses v ON v.dossier_id = t.id
         GROUP BY t.id
    ), results AS (
        SELECT DISTINCT r.dossier_id AS id FROM dossier_results r JOIN dossier_files f ON f.uid = r.file_uid
         WHERE CASE WHEN wanted IS NULL THEN r.dossier_id BETWEEN first_id AND last_id ELSE r.dossier_id = ANY (ids) END
           AND CASE WHEN wanted IS NULL THEN f.dossier_id BETWEEN first_id AND last_id ELSE f.dossier_id = ANY (ids) END AND f.added_at < as_of
    ), scans AS (
        SELECT DISTINCT f.dossier_id AS id FROM dossier_files f
         WHERE CASE WHEN wanted IS NULL THEN f.dossier_id BETWEEN first_id AND last_id ELSE f.dossier_id = ANY (ids) END
           AND f.kind = 'paper' AND f.added_at < as_of
    ), known AS (
        SELECT p.dossier_id AS id, bool_or(p.source = 'vault') AS vault FROM dossier_papers p
         WHERE CASE WHEN wanted IS NULL THEN p.dossier_id BETWEEN first_id AND last_id ELSE p.dossier_id = ANY (ids) END
           AND p.source <> 'brought' GROUP BY p.dossier_id
    ), fees AS (
        SELECT f.dossier_id AS id, bool_or(f.state = 'paid' AND f.means = 'online' AND f.paid_at < as_of) AS paid_online
          FROM dossier_fees f WHERE CASE WHEN wanted IS NULL THEN f.dossier_id BETWEEN first_id AND last_id ELSE f.dossier_id = ANY (ids) END
           AND f.amount > 0 GROUP BY f.dossier_id
    ), told AS (   -- the national portal has it
        SELECT DISTINCT y.dossier_id AS id FROM dossier_syncs y
         WHERE CASE WHEN wanted IS NULL THEN y.dossier_id BETWEEN first_id AND last_id ELSE y.dossier_id = ANY (ids) END
           AND y.service = 'DongBoHoSoMC' AND y.state = 'sent' AND y.changed_at < as_of
    ), origins AS (
        SELECT o.dossier_id AS id, o.from_store, o.verified OR o.databases && population AS identified, o.paid_online FROM dossier_origins o
         WHERE CASE WHEN wanted IS NULL THEN o.dossier_id BETWEEN first_id AND last_id ELSE o.dossier_id = ANY (ids) END
    ), petitions AS (
        SELECT DISTINCT p.dossier_id AS id FROM dossier_petitions p
         WHERE CASE WHEN wanted IS NULL THEN p.dossier_id BETWEEN first_id AND last_id ELSE p.dossier_id = ANY (ids) END
           AND p.lodged_at < as_of
    ), ratings AS (
        SELECT said.dossier_id AS id, bool_or(said.level = 'unsatisfied') AS disliked
          FROM (SELECT DISTINCT ON (r.dossier_id, r.way) r.dossier_id, r.level FROM dossier_ratings r
                 WHERE CASE WHEN wanted IS NULL THEN r.dossier_id BETWEEN first_id AND last_id ELSE r.dossier_id = ANY (ids) END
                   AND r.at < as_of ORDER BY r.dossier_id, r.way, r.id DESC) said GROUP BY said.dossier_id
    )
    SELECT t.id, t.decides_id, t.procedure_id,
           t.supplements <= 1 AND (t.first_due_at IS NULL OR (
               t.ends_at - coalesce(w.in_all, interval '0')
                   - CASE WHEN t.anew THEN t.supplied - t.received_at ELSE interval '0' END <= t.first_due_at
               AND NOT (t.anew AND t.asked - coalesce(w.before, interval '0') > t.first_due_at))),
           t.finished, t.way = 'online' AND (NOT t.finished OR r.id IS NOT NULL), t.finished AND r.id IS NOT NULL,
           s.id IS NOT NULL OR k.id IS NOT NULL, coalesce(k.vault, false), f.id IS NOT NULL,
           f.id IS NOT NULL AND (coalesce(f.paid_online, false) OR coalesce(o.paid_online, false)), y.id IS NOT NULL,
           coalesce(o.from_store, false), coalesce(o.identified, false), p.id IS NOT NULL, g.id IS NOT NULL, coalesce(g.disliked, false)
      FROM timed t LEFT JOIN waited w USING (id) LEFT JOIN results r USING (id) LEFT JOIN scans s USING (id) LEFT JOIN known k USING (id)
      LEFT JOIN fees f USING (id) LEFT JOIN told y USING (id) LEFT JOIN origins o USING (id) LEFT JOIN petitions p USING (id)
      LEFT JOIN ratings g USING (id);
END $$;

-- The own agency's, for the lists behind its figures.
CREATE FUNCTION lt_judge_dossiers(since timestamptz, till timestamptz, as_of timestamptz, population text[])
RETURNS TABLE (dossier_id bigint, procedure_id bigint, on_time boolean, finished boolean, online boolean, with_result boolean,
               digitised boolean, reused boolean, owes boolean, paid_online boolean, synced boolean, from_store boolean, identified boolean,
               complained boolean, rated boolean, disliked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.dossier_id, j.procedure_id, j.on_time, j.finished, j.online, j.with_result, j.digitised, j.reused, j.owes, j.paid_online,
           j.synced, j.from_store, j.identified, j.complained, j.rated, j.disliked
      FROM judge_dossiers(current_setting('lt.agency')::bigint, since, till, as_of, population) j
     WHERE current_setting('lt.reach') = 'agency'
$$;

-- What each agency did with a procedure at a moment, also where it does not any more.
CREATE FUNCTION offers_at(wanted bigint, at timestamptz) RETURNS TABLE (agency_id bigint, procedure_id bigint, receives boolean, decides boolean)
LANGUAGE sql STABLE AS $$
    SELECT o.agency_id, o.procedure_id, bool_or(o.part = 'receives'), bool_or(o.part = 'decides')
      FROM (SELECT a.agency_id, a.procedure_id, a.part, a.since, timestamptz 'infinity' AS until FROM procedure_agencies a
            UNION ALL SELECT e.agency_id, e.procedure_id, e.part, e.since, e.until FROM procedure_agencies_ended e) o
     WHERE o.part IN ('receives', 'decides') AND o.since < at AND o.until >= at AND (wanted IS NULL OR o.agency_id = wanted)
     GROUP BY 1, 2
$$;
CREATE FUNCTION day_before(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT ((at - interval '1 microsecond') AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;

-- The procedures that were in force at `as_of`, as each agency receives or decides them, and what was done with them online by dossiers that it
-- received in the span.
CREATE FUNCTION judge_procedures(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (agency_id bigint, procedure_id bigint, version_id bigint, receives boolean, decides boolean, lacks text[], has_online boolean,
               used_online boolean, has_fees boolean, paid_online boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off AS $$
BEGIN
    RETURN QUERY
    WITH moved AS MATERIALIZED (
        SELECT DISTINCT ON (m.dossier_id) m.dossier_id AS id, m.from_id FROM dossier_moves m
         WHERE m.at >= as_of AND m.received ORDER BY m.dossier_id, m.no
    ), d AS MATERIALIZED (
        SELECT x.id, coalesce(moved.from_id, x.agency_id) AS agency_id, x.procedure_id, x.way
          FROM dossiers x LEFT JOIN moved ON moved.id = x.id
         WHERE x.received_at >= since AND x.received_at < least(till, as_of)
           AND (wanted IS NULL OR x.agency_id = wanted OR moved.from_id = wanted)
    ), span AS (
        SELECT min(d.id) AS first_id, max(d.id) AS last_id FROM d
    ), paid AS (
        SELECT DISTINCT f.dossier_id AS id FROM span, dossier_fees f LEFT JOIN dossier_origins o ON o.dossier_id = f.dossier_id
         WHERE f.dossier_id BETWEEN span.first_id AND span.last_id AND f.amount > 0
           AND (f.state = 'paid' AND f.means = 'online' AND f.paid_at < as_of OR o.paid_online)
    ), used AS (
        SELECT d.agency_id, d.procedure_id, bool_or(d.way = 'online') AS online, bool_or(p.id IS NOT NULL) AS paid
          FROM d LEFT JOIN paid p USING (id) GROUP BY 1, 2
    )
    SELECT o.agency_id, o.procedure_id, v.id, o.receives, o.decides, v.lacks, v.has_online, coalesce(u.online, false), v.has_fees,
           coalesce(u.paid, false)
      FROM offers_at(wanted, as_of) o
      JOIN procedure_versions v ON v.procedure_id = o.procedure_id AND v.state = 'approved' AND v.approved_at < as_of
                               AND v.valid_from <= day_before(as_of) AND (v.valid_to IS NULL OR v.valid_to >= day_before(as_of))
      LEFT JOIN used u ON u.agency_id = o.agency_id AND u.procedure_id = o.procedure_id;
END $$;

-- Procedures that each agency decides, with the decisions that announced them: whether one was made in the span of days, and whether its
-- publication was due in it or done before that.
CREATE FUNCTION judge_publications(wanted bigint, first_day date, behind date, as_of timestamptz)
RETURNS TABLE (agency_id bigint, procedure_id bigint, publication_id bigint, decided boolean, decided_in_time boolean, listed boolean,
               listed_in_time boolean)
LANGUAGE sql STABLE AS $$
    SELECT o.agency_id, o.procedure_id, p.id, p.decided, p.decided_on <= p.decide_by, p.listed,
           coalesce(p.published_on <= least(p.publish_by, day_before(as_of)), false)
      FROM (SELECT l.*, l.decided_on >= first_day AND l.decided_on < behind AND l.decided_on <= day_before(as_of) AS decided,
                   l.publish_by >= first_day AND l.publish_by < behind
                       AND (l.publish_by <= day_before(as_of) OR coalesce(l.published_on <= day_before(as_of), false)) AS listed
              FROM (SELECT DISTINCT ON (x.procedure_id, x.decision) x.* FROM procedure_publications x
                     ORDER BY x.procedure_id, x.decision, x.id DESC) l WHERE NOT l.dropped) p
      JOIN offers_at(wanted, as_of) o ON o.procedure_id = p.procedure_id AND o.decides
     WHERE p.decided OR p.listed
$$;

-- Petitions that were answered in the span, or became late in it; and those whose answer the citizen judged in it.
CREATE FUNCTION judge_petitions(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (petition_id bigint, agency_id bigint, handled boolean, in_time boolean, marked boolean, liked boolean)
LANGUAGE sql STABLE AS $$
    WITH moved AS MATERIALIZED (
        SELECT DISTINCT ON (m.dossier_id) m.dossier_id AS id, m.from_id FROM dossier_moves m
         WHERE m.at >= as_of AND m.decided ORDER BY m.dossier_id, m.no
    ), near AS MATERIALIZED (
        SELECT p.id FROM dossier_petitions p WHERE p.answered_at >= since AND p.answered_at < least(till, as_of)
        UNION SELECT p.id FROM dossier_petitions p WHERE p.due_at >= since AND p.due_at < least(till, as_of)
        UNION SELECT m.petition_id FROM dossier_petition_marks m WHERE m.at >= since AND m.at < least(till, as_of)
    ), told AS (
        SELECT p.id, coalesce(moved.from_id, d.decides_id) AS agency_id, p.due_at,
               CASE WHEN p.answered_at < as_of THEN p.answered_at END AS answered_at,
               (SELECT m.liked FROM dossier_petition_marks m WHERE m.petition_id = p.id AND m.at < as_of AND m.at >= since AND m.at < till
                 ORDER BY m.id DESC LIMIT 1) AS liked
          FROM near JOIN dossier_petitions p USING (id) JOIN dossiers d ON d.id = p.dossier_id LEFT JOIN moved ON moved.id = d.id
    )
    SELECT t.id, t.agency_id, t.at >= since AND t.at < least(till, as_of), coalesce(t.answered_at <= t.due_at, false), t.liked IS NOT NULL,
           coalesce(t.liked, false)
      FROM (SELECT told.*, least(told.answered_at, told.due_at) AS at FROM told WHERE wanted IS NULL OR told.agency_id = wanted) t
$$;

-- The same for the lists behind figures: procedures of an agency for who may count it, petitions of the own.
CREATE FUNCTION lt_judge_procedures(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (procedure_id bigint, version_id bigint, receives boolean, decides boolean, lacks text[], has_online boolean,
               used_online boolean, has_fees boolean, paid_online boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_counting(wanted);
    RETURN QUERY SELECT j.procedure_id, j.version_id, j.receives, j.decides, j.lacks, j.has_online, j.used_online, j.has_fees, j.paid_online
                   FROM judge_procedures(wanted, since, till, as_of) j WHERE wanted IS NOT NULL;
END $$;
CREATE FUNCTION lt_judge_publications(wanted bigint, first_day date, behind date, as_of timestamptz)
RETURNS TABLE (procedure_id bigint, publication_id bigint, decided boolean, decided_in_time boolean, listed boolean, listed_in_time boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_counting(wanted);
    RETURN QUERY SELECT j.procedure_id, j.publication_id, j.decided, j.decided_in_time, j.listed, j.listed_in_time
                   FROM judge_publications(wanted, first_day, behind, as_of) j WHERE wanted IS NOT NULL;
END $$;
CREATE FUNCTION lt_judge_petitions(since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (petition_id bigint, handled boolean, in_time boolean, marked boolean, liked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.petition_id, j.handled, j.in_time, j.marked, j.liked
      FROM judge_petitions(current_setting('lt.agency')::bigint, since, till, as_of) j WHERE current_setting('lt.reach') = 'agency'
$$;
-- Procedures of which the own agency had dossiers in the span, and whether one of them used the population database.
CREATE FUNCTION lt_judge_identifying(since timestamptz, till timestamptz, as_of timestamptz, population text[])
RETURNS TABLE (procedure_id bigint, identified boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.procedure_id, bool_or(j.identified)
      FROM judge_dossiers(current_setting('lt.agency')::bigint, since, till, as_of, population) j
     WHERE current_setting('lt.reach') = 'agency' GROUP BY j.procedure_id
$$;

-- What each measure of src/dossiers/figures/rules.h counts, of every agency that has something to count; for the server itself, which keeps it.
-- `certifying`: codes of the procedures that certify copies.
CREATE FUNCTION lt_count_indices(since timestamptz, till timestamptz, as_of timestamptz, certifying text[], population text[])
RETURNS TABLE (agency_id bigint, measure text, numerator bigint, denominator bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself counts for all agencies' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH certify AS MATERIALIZED (
        SELECT p.id FROM procedures p WHERE p.code = ANY (certifying)
    ), by_procedure AS MATERIALIZED (
        SELECT j.agency_id, j.procedure_id, count(*) AS total, count(*) FILTER (WHERE j.on_time) AS on_time,
               count(*) FILTER (WHERE j.finished) AS finished, count(*) FILTER (WHERE j.online) AS online,
               count(*) FILTER (WHERE j.with_result) AS with_result, count(*) FILTER (WHERE j.digitised) AS digitised,
               count(*) FILTER (WHERE j.reused) AS reused, count(*) FILTER (WHERE j.owes) AS owes,
               count(*) FILTER (WHERE j.paid_online) AS paid_online, count(*) FILTER (WHERE j.synced) AS synced,
               count(*) FILTER (WHERE j.from_store) AS from_store, count(*) FILTER (WHERE j.identified) AS identified,
               count(*) FILTER (WHERE j.on_time AND NOT j.complained AND NOT j.disliked) AS pleased,
               count(*) FILTER (WHERE j.rated) AS rated, count(*) FILTER (WHERE j.rated AND NOT j.disliked) AS liked
          FROM judge_dossiers(NULL, since, till, as_of, population) j GROUP BY 1, 2
    ), dossiers_of AS (
        SELECT b.agency_id, sum(b.total)::bigint AS total, sum(b.on_time)::bigint AS on_time, sum(b.finished)::bigint AS finished,
               sum(b.online)::bigint AS online, sum(b.with_result)::bigint AS with_result, sum(b.digitised)::bigint AS digitised,
               sum(b.reused)::bigint AS reused, sum(b.owes)::bigint AS owes, sum(b.paid_online)::bigint AS paid_online,
               sum(b.synced)::bigint AS synced, sum(b.from_store)::bigint AS from_store, sum(b.identified)::bigint AS identified,
               sum(b.pleased)::bigint AS pleased, sum(b.rated)::bigint AS rated, sum(b.liked)::bigint AS liked,
               coalesce(sum(b.finished) FILTER (WHERE b.procedure_id IN (SELECT c.id FROM certify c)), 0)::bigint AS certified,
               coalesce(sum(b.with_result) FILTER (WHERE b.procedure_id IN (SELECT c.id FROM certify c)), 0)::bigint AS certified_well,
               count(*) AS procedures, count(*) FILTER (WHERE b.identified > 0) AS identifying
          FROM by_procedure b GROUP BY b.agency_id
    ), procedures_of AS (
        SELECT j.agency_id, count(*) FILTER (WHERE j.decides) AS decided, count(*) FILTER (WHERE j.decides AND j.lacks = '{}') AS whole,
               count(*) FILTER (WHERE j.receives) AS received, count(*) FILTER (WHERE j.receives AND j.has_online) AS has_online,
               count(*) FILTER (WHERE j.receives AND j.has_online AND j.used_online) AS used_online,
               count(*) FILTER (WHERE j.receives AND j.has_fees) AS has_fees,
               count(*) FILTER (WHERE j.receives AND j.has_fees AND j.paid_online) AS paid_online
          FROM judge_procedures(NULL, since, till, as_of) j GROUP BY j.agency_id
    ), publications_of AS (
        SELECT j.agency_id, count(*) FILTER (WHERE j.decided) AS decided, count(*) FILTER (WHERE j.decided AND j.decided_in_time) AS decided_well,
               count(*) FILTER (WHERE j.listed) AS listed, count(*) FILTER (WHERE j.listed AND j.listed_in_time) AS listed_well
          FROM judge_publications(NULL, (since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, (till AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, as_of) j
         GROUP BY j.agency_id
    ), petitions_of AS (
        SELECT j.agency_id, count(*) FILTER (WHERE j.handled) AS handled, count(*) FILTER (WHERE j.handled AND j.in_time) AS in_time,
               count(*) FILTER (WHERE j.marked) AS marked, count(*) FILTER (WHERE j.liked) AS liked
          FROM judge_petitions(NULL, since, till, as_of) j GROUP BY j.agency_id
    ), counted AS (
        SELECT d.agency_id, m.* FROM dossiers_of d, LATERAL (VALUES
            ('on_time', d.on_time, d.total), ('online', d.online, d.total), ('paid_online', d.paid_online, d.owes),
            ('electronic_result', d.with_result, d.finished), ('digitised', d.digitised, d.total), ('reused', d.reused, d.total),
            ('synced', d.synced, d.total), ('certified', d.certified_well, d.certified), ('from_store', d.from_store, d.total),
            ('identified', d.identified, d.total), ('identifying', d.identifying, d.procedures), ('pleased', d.pleased, d.total),
            ('rated', d.liked, d.rated)) m (measure, numerator, denominator)
        UNION ALL
        SELECT p.agency_id, m.* FROM procedures_of p, LATERAL (VALUES
            ('whole', p.whole, p.decided), ('offered_online', p.has_online, p.received), ('used_online', p.used_online, p.has_online),
            ('fees_paid_online', p.paid_online, p.has_fees)) m (measure, numerator, denominator)
        UNION ALL
        SELECT p.agency_id, m.* FROM publications_of p, LATERAL (VALUES
            ('decided_in_time', p.decided_well, p.decided), ('listed_in_time', p.listed_well, p.listed)) m (measure, numerator, denominator)
        UNION ALL
        SELECT p.agency_id, m.* FROM petitions_of p, LATERAL (VALUES
            ('answered_in_time', p.in_time, p.handled), ('answer_liked', p.liked, p.marked)) m (measure, numerator, denominator)
    )
    SELECT c.agency_id, c.measure, c.numerator, c.denominator FROM counted c WHERE c.denominator > 0 ORDER BY c.agency_id, c.measure;
END $$;

DO $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['judge_dossiers', 'lt_judge_dossiers', 'offers_at', 'judge_procedures', 'judge_publications',
                               'judge_petitions', 'lt_judge_procedures', 'lt_judge_publications', 'lt_judge_petitions',
                               'lt_judge_identifying', 'lt_count_indices'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', one);
        IF one LIKE 'lt\_%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', one); END IF;
    END LOOP;
END $$;
