-- What citizens say gets an answer from who is competent, and is proven: petitions are taken over, forwarded and refused for a lawful reason
-- (NĐ 20/2008/NĐ-CP, NĐ 92/2017/NĐ-CP); the look into the data vault stands on the citizen's own expression (Luật Bảo vệ dữ
-- liệu cá nhân 91/2025/QH15, article 9).

-- ---- Petitions -------------------------------------------------------------------------------------------------------------

ALTER TABLE dossier_petitions
    ADD COLUMN holder_id bigint REFERENCES agencies,           -- to whom it was forwarded last; NULL: the agency that decides the dossier
    ADD COLUMN held_by   bigint[] NOT NULL DEFAULT '{}',       -- all to whom it was ever forwarded: they see it
    ADD COLUMN taken_by  bigint,                               -- official who handles it
    ADD COLUMN taken_at  timestamptz,
    ADD COLUMN refusal   text CONSTRAINT dossier_petitions_refusal_check CHECK (refusal IN ('scope', 'nameless', 'answered', 'complaint')),
    ADD CONSTRAINT dossier_petitions_taken_check CHECK ((taken_by IS NULL) = (taken_at IS NULL)),
    ADD CONSTRAINT dossier_petitions_refused_check CHECK (refusal IS NULL OR answered_at IS NOT NULL),
    ADD CONSTRAINT dossier_petitions_holder_check CHECK (holder_id IS NULL OR holder_id = ANY (held_by));
CREATE INDEX dossier_petitions_holder ON dossier_petitions (holder_id) WHERE holder_id IS NOT NULL;

-- Each act on a petition, by the agency that held it. `due_at` is when the answer was due there.
CREATE TABLE dossier_petition_acts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    petition_id bigint NOT NULL REFERENCES dossier_petitions,
    kind        text NOT NULL CONSTRAINT dossier_petition_acts_kind_check CHECK (kind IN ('taken', 'forwarded', 'refused', 'answered')),
    at          timestamptz NOT NULL,
    agency_id   bigint NOT NULL REFERENCES agencies,
    official_id bigint NOT NULL,
    to_id       bigint REFERENCES agencies,
    words       text NOT NULL DEFAULT '',                      -- why it was forwarded
    due_at      timestamptz NOT NULL,
    CONSTRAINT dossier_petition_acts_to_check CHECK ((kind = 'forwarded') = (to_id IS NOT NULL) AND to_id IS DISTINCT FROM agency_id)
);
CREATE INDEX dossier_petition_acts_petition ON dossier_petition_acts (petition_id, id);
CREATE INDEX dossier_petition_acts_forwarded ON dossier_petition_acts (due_at) WHERE kind = 'forwarded';

-- Who holds a petition now.
CREATE FUNCTION petition_holder(holder bigint, dossier bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(holder, (SELECT d.decides_id FROM dossiers d WHERE d.id = dossier))
$$;

DROP POLICY sides ON dossier_petitions;
CREATE POLICY sides ON dossier_petitions FOR SELECT USING (
    current_setting('lt.reach') = 'agency' AND (
        current_setting('lt.agency')::bigint = ANY (held_by)
        OR EXISTS (SELECT 1 FROM dossiers d WHERE d.id = dossier_id
                      AND current_setting('lt.agency')::bigint IN (d.agency_id, d.decides_id) OFFSET 0)));
DROP POLICY decides_update ON dossier_petitions;
CREATE POLICY holder_update ON dossier_petitions FOR UPDATE USING (
    current_setting('lt.reach') = 'agency' AND petition_holder(holder_id, dossier_id) = current_setting('lt.agency')::bigint)
    WITH CHECK (coalesce(answered_by, current_setting('lt.official')::bigint) = current_setting('lt.official')::bigint
                AND coalesce(taken_by, current_setting('lt.official')::bigint) = current_setting('lt.official')::bigint);
GRANT UPDATE (holder_id, held_by, due_at, taken_by, taken_at, refusal) ON dossier_petitions TO lt_app;
-- Answered once; what was said stays as it was; who held it stays written.
CREATE OR REPLACE FUNCTION keep_petition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL OR NOT OLD.held_by <@ NEW.held_by THEN
        RAISE EXCEPTION 'a petition is answered once' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_petitions_kept_check';
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE dossier_petition_acts ENABLE ROW LEVEL SECURITY;
CREATE POLICY sides ON dossier_petition_acts FOR SELECT USING (
    EXISTS (SELECT 1 FROM dossier_petitions p WHERE p.id = petition_id OFFSET 0));
CREATE POLICY holder_insert ON dossier_petition_acts FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint
    AND EXISTS (SELECT 1 FROM dossier_petitions p WHERE p.id = petition_id AND petition_holder(p.holder_id, p.dossier_id) = agency_id OFFSET 0));
GRANT SELECT, INSERT ON dossier_petition_acts TO lt_app;

-- What a petition is about, for who sees it: also for the agency to which it was forwarded, and which does not see the dossier.
CREATE FUNCTION lt_petition_subject(petition bigint) RETURNS TABLE (dossier_uid uuid, code text, owner_name text, procedure text,
                                                                    agency_id bigint, decides_id bigint, sees_dossier boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.uid, d.code, d.owner_name, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END, d.agency_id, d.decides_id,
           current_setting('lt.agency')::bigint IN (d.agency_id, d.decides_id)
      FROM dossier_petitions p JOIN dossiers d ON d.id = p.dossier_id JOIN procedure_versions v ON v.id = d.version_id
     WHERE p.id = petition AND current_setting('lt.reach') = 'agency'
       AND (current_setting('lt.agency')::bigint = ANY (p.held_by) OR current_setting('lt.agency')::bigint IN (d.agency_id, d.decides_id))
$$;

-- As before, with where it is and how it ended.
DROP FUNCTION lt_follow_petitions(text);
CREATE FUNCTION lt_follow_petitions(wanted text)
RETURNS TABLE (lodged_at timestamptz, due_at timestamptz, answered_at timestamptz, refused boolean, holder_id bigint,
               forwarded_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.lodged_at, p.due_at, p.answered_at, p.refusal IS NOT NULL, coalesce(p.holder_id, d.decides_id),
           (SELECT max(a.at) FROM dossier_petition_acts a WHERE a.petition_id = p.id AND a.kind = 'forwarded')
      FROM dossiers d JOIN dossier_petitions p ON p.dossier_id = d.id
     WHERE d.code = wanted ORDER BY p.id
$$;

-- As before; one that was forwarded counts for who held it at the moment, by its time there; and, once it became late, for who forwarded it only
-- then. Once for each agency: what was late there is late. An agency that is gone leaves it to its successor as it is.
CREATE OR REPLACE FUNCTION judge_petitions(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (petition_id bigint, agency_id bigint, handled boolean, in_time boolean, marked boolean, liked boolean)
LANGUAGE sql STABLE AS $$
    WITH moved AS MATERIALIZED (
        SELECT DISTINCT ON (m.dossier_id) m.dossier_id AS id, m.from_id FROM dossier_moves m
         WHERE m.at >= as_of AND m.decided ORDER BY m.dossier_id, m.no
    ), near AS MATERIALIZED (
        SELECT p.id FROM dossier_petitions p WHERE p.answered_at >= since AND p.answered_at < least(till, as_of)
        UNION SELECT p.id FROM dossier_petitions p WHERE p.due_at >= since AND p.due_at < least(till, as_of)
        UNION SELECT a.petition_id FROM dossier_petition_acts a
               WHERE a.kind = 'forwarded' AND a.due_at >= since AND a.due_at < least(till, as_of)
        UNION SELECT m.petition_id FROM dossier_petition_marks m WHERE m.at >= since AND m.at < least(till, as_of)
    ), later AS (
        SELECT DISTINCT ON (a.petition_id) a.petition_id AS id, a.agency_id, a.due_at FROM near JOIN dossier_petition_acts a ON a.petition_id = near.id
         WHERE a.kind = 'forwarded' AND a.at >= as_of ORDER BY a.petition_id, a.id
    ), told AS (
        SELECT p.id, coalesce(later.agency_id, p.holder_id, moved.from_id, d.decides_id) AS agency_id, coalesce(later.due_at, p.due_at) AS due_at,
               CASE WHEN p.answered_at < as_of THEN p.answered_at END AS answered_at,
               (SELECT m.liked FROM dossier_petition_marks m WHERE m.petition_id = p.id AND m.at < as_of AND m.at >= since AND m.at < till
                 ORDER BY m.id DESC LIMIT 1) AS liked
          FROM near JOIN dossier_petitions p USING (id) JOIN dossiers d ON d.id = p.dossier_id LEFT JOIN moved ON moved.id = d.id
          LEFT JOIN later ON later.id = p.id
    ), held AS (
        SELECT told.* FROM told
        UNION ALL
        SELECT a.petition_id, a.agency_id, a.due_at, NULL, NULL FROM near JOIN dossier_petition_acts a ON a.petition_id = near.id
         WHERE a.kind = 'forwarded' AND a.official_id <> 0 AND a.at > a.due_at AND a.at < as_of
    )
    SELECT t.id, t.agency_id, bool_or(t.handled), coalesce(bool_and(t.in_time) FILTER (WHERE t.handled), false), bool_or(t.liked IS NOT NULL),
           coalesce(bool_or(t.liked), false)
      FROM (SELECT h.id, h.agency_id, h.liked, coalesce(h.answered_at <= h.due_at, false) AS in_time,
                   least(h.answered_at, h.due_at) >= since AND least(h.answered_at, h.due_at) < least(till, as_of) AS handled
              FROM held h WHERE wanted IS NULL OR h.agency_id = wanted) t
     GROUP BY t.id, t.agency_id
$$;
-- For the recount: the petitions that an agency holds or held, by another way than judge_petitions(); and those that it forwarded only
-- once they were late: `missed`.
CREATE FUNCTION lt_recount_petitions(wanted bigint, as_of timestamptz)
RETURNS TABLE (id bigint, due_at timestamptz, answered_at timestamptz, held_then bigint, missed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF current_setting('lt.agency')::bigint <> wanted OR current_setting('lt.reach') <> 'agency' THEN
        RAISE EXCEPTION 'an agency recounts its own' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    SELECT p.id, coalesce(a.due_at, p.due_at), p.answered_at,
           CASE WHEN a.id IS NOT NULL THEN a.agency_id
                WHEN p.holder_id IS NULL THEN (SELECT m.from_id FROM dossier_moves m
                                                WHERE m.dossier_id = d.id AND m.decided AND m.at >= as_of ORDER BY m.no LIMIT 1) END,
           false
      FROM dossier_petitions p JOIN dossiers d ON d.id = p.dossier_id
      LEFT JOIN LATERAL (SELECT x.* FROM dossier_petition_acts x WHERE x.petition_id = p.id AND x.kind = 'forwarded' AND x.at >= as_of
                          ORDER BY x.id LIMIT 1) a ON true
     WHERE coalesce(p.holder_id, d.decides_id) = wanted
    UNION ALL
    SELECT x.petition_id, x.due_at, NULL, NULL, true FROM dossier_petition_acts x
     WHERE x.agency_id = wanted AND x.kind = 'forwarded' AND x.official_id <> 0 AND x.due_at < x.at AND x.at < as_of
     ORDER BY 1;
END $$;

-- An agency that is gone leaves the petitions that were forwarded to it to its successor, with the time that they have. How many.
CREATE FUNCTION lt_move_petitions(new_agency bigint, moved_at timestamptz, why text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_agency CONSTANT bigint := current_setting('lt.agency')::bigint;
    moved      bigint;
BEGIN
    IF current_setting('lt.reach') <> 'agency' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself moves petitions' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM agencies a JOIN agency_successions s ON s.predecessor_id = a.id AND s.successor_id = new_agency
      WHERE a.id = old_agency AND a.valid_to < (moved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no successor of an agency that is gone' USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_moves_successor_check';
    END IF;
    WITH gone AS (
        UPDATE dossier_petitions p SET holder_id = new_agency, held_by = array_append(p.held_by, new_agency), taken_by = NULL, taken_at = NULL
         WHERE p.holder_id = old_agency AND p.answered_at IS NULL RETURNING p.id, p.due_at
    )
    INSERT INTO dossier_petition_acts (petition_id, kind, at, agency_id, official_id, to_id, words, due_at)
    SELECT g.id, 'forwarded', moved_at, old_agency, 0, new_agency, why, g.due_at FROM gone g;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

DO $$
DECLARE
    door text;
BEGIN
    FOREACH door IN ARRAY ARRAY['petition_holder', 'lt_petition_subject', 'lt_follow_petitions', 'lt_recount_petitions',
                                'lt_move_petitions'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', door);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', door);
    END LOOP;
END $$;

-- ---- The citizen's consent to the data vault, by himself --------------------------------------------------------------------

-- A question to the citizen before anything is looked up for a form: who asks, for what, which papers. It is answered by the citizen's own
-- touch on the tablet in front of the official who asks, or with his signature on the printed slip.
CREATE TABLE vault_asks (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid           uuid NOT NULL CONSTRAINT vault_asks_uid_key UNIQUE,
    agency_id     bigint NOT NULL REFERENCES agencies,
    official_id   bigint NOT NULL,                     -- who asks
    official_name text NOT NULL,                       -- as it is shown and printed
    form          uuid NOT NULL,                       -- becomes the dossier's uid
    owner_kind    text NOT NULL,
    owner_number  text NOT NULL CHECK (owner_number <> ''),
    owner_name    text NOT NULL,
    purpose       text NOT NULL CHECK (purpose <> ''), -- code of the procedure
    purpose_name  text NOT NULL CHECK (purpose_name <> ''),
    papers        text[] NOT NULL CHECK (papers <> '{}'),
    types         text[] NOT NULL CHECK (types <> '{}'), -- of these papers: nothing else is offered or used
    way           text NOT NULL CONSTRAINT vault_asks_way_check CHECK (way IN ('tablet', 'slip')),
    asked_at      timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,                -- after which no answer counts
    replaced      boolean NOT NULL DEFAULT false,      -- by a later question of the same official
    answer        text CONSTRAINT vault_asks_answer_check CHECK (answer IN ('agreed', 'declined')),
    answered_at   timestamptz,
    screen_id     bigint REFERENCES rating_screens,    -- the tablet that was touched
    slip_sha256   text NOT NULL DEFAULT '',            -- of the slip that was printed; it is made of this row again
    taken_by      bigint,                              -- official who took the signed slip
    scan_uid      uuid REFERENCES dossier_files (uid), -- of the signed slip
    withdrawn_at  timestamptz,
    withdrawn_by  bigint,                              -- official who wrote it down; 0: the citizen himself
    CONSTRAINT vault_asks_answered_check CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CONSTRAINT vault_asks_tablet_check CHECK (way <> 'tablet' OR (answer IS NULL) = (screen_id IS NULL)),
    CONSTRAINT vault_asks_slip_check CHECK (way <> 'slip' OR (screen_id IS NULL AND (
        answer IS NULL OR (answer = 'agreed' AND taken_by IS NOT NULL AND slip_sha256 <> '')))),
    CONSTRAINT vault_asks_withdrawn_check CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL OR answer = 'agreed'))
);
CREATE INDEX vault_asks_form ON vault_asks (form, id);
CREATE UNIQUE INDEX vault_asks_open_key ON vault_asks (agency_id, official_id) WHERE way = 'tablet' AND answer IS NULL AND NOT replaced;   -- one at a tablet

-- Nobody answers in the citizen's place: on a tablet only the server does, in the name of the tablet that stands in front of who asked, while
-- the question is open; a slip is taken by a named official. What was said stays as it was, and is only withdrawn, once.
CREATE FUNCTION keep_vault_ask() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.uid, NEW.agency_id, NEW.official_id, NEW.form, NEW.owner_kind, NEW.owner_number, NEW.purpose, NEW.papers, NEW.types, NEW.way,
        NEW.expires_at)
       IS DISTINCT FROM
       (OLD.uid, OLD.agency_id, OLD.official_id, OLD.form, OLD.owner_kind, OLD.owner_number, OLD.purpose, OLD.papers, OLD.types, OLD.way,
        OLD.expires_at)
       OR (OLD.replaced AND NOT NEW.replaced) OR (OLD.scan_uid IS NOT NULL AND NEW.scan_uid IS DISTINCT FROM OLD.scan_uid)
       OR (OLD.answer IS NOT NULL AND (NEW.answer, NEW.answered_at, NEW.screen_id, NEW.taken_by, NEW.slip_sha256)
           IS DISTINCT FROM (OLD.answer, OLD.answered_at, OLD.screen_id, OLD.taken_by, OLD.slip_sha256))
       OR (OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at, NEW.withdrawn_by) IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_by)) THEN
        RAISE EXCEPTION 'what a citizen was asked and said stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'vault_asks_kept_check';
    END IF;
    IF OLD.answer IS NULL AND NEW.answer IS NOT NULL THEN
        IF OLD.replaced OR NEW.answered_at > OLD.expires_at THEN
            RAISE EXCEPTION 'the question is over' USING ERRCODE = 'check_violation', CONSTRAINT = 'vault_asks_open_check';
        END IF;
        IF NEW.way = 'tablet' AND (current_setting('lt.official', true) IS DISTINCT FROM '0' OR NOT EXISTS (
               SELECT 1 FROM rating_screens s WHERE s.id = NEW.screen_id AND s.official_id = NEW.official_id AND s.agency_id = NEW.agency_id
                  AND s.revoked_at IS NULL)) THEN
            RAISE EXCEPTION 'only the tablet of who asked answers' USING ERRCODE = 'check_violation', CONSTRAINT = 'vault_asks_screen_check';
        END IF;
        IF NEW.way = 'slip' AND (NEW.taken_by = 0 OR NEW.taken_by::text IS DISTINCT FROM current_setting('lt.official', true)) THEN
            RAISE EXCEPTION 'who takes the slip says so himself' USING ERRCODE = 'check_violation', CONSTRAINT = 'vault_asks_taken_check';
        END IF;
    END IF;
    IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
       AND NEW.withdrawn_by::text IS DISTINCT FROM current_setting('lt.official', true) THEN
        RAISE EXCEPTION 'who writes the withdrawal down says so himself' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'vault_asks_withdrawer_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vault_asks_kept BEFORE UPDATE ON vault_asks FOR EACH ROW EXECUTE FUNCTION keep_vault_ask();

ALTER TABLE vault_asks ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON vault_asks FOR SELECT USING (
    (agency_id = current_setting('lt.agency')::bigint AND current_setting('lt.reach') = 'agency')
    OR EXISTS (SELECT 1 FROM dossiers d WHERE d.uid = form OFFSET 0));
CREATE POLICY own_insert ON vault_asks FOR INSERT WITH CHECK (
    agency_id = current_setting('lt.agency')::bigint AND official_id = current_setting('lt.official')::bigint AND official_id <> 0
    AND current_setting('lt.reach') = 'agency' AND answer IS NULL);
CREATE POLICY own_update ON vault_asks FOR UPDATE USING (
    current_setting('lt.reach') = 'agency' AND (agency_id = current_setting('lt.agency')::bigint
        OR EXISTS (SELECT 1 FROM dossiers d WHERE d.uid = form AND d.agency_id = current_setting('lt.agency')::bigint OFFSET 0)));
GRANT SELECT, INSERT, UPDATE (replaced, answer, answered_at, screen_id, slip_sha256, taken_by, scan_uid, withdrawn_at, withdrawn_by)
    ON vault_asks TO lt_app;

-- The tablet's id goes along: it is the proof.
DROP FUNCTION lt_rating_screen(text);
CREATE FUNCTION lt_rating_screen(digest text) RETURNS TABLE (agency_id bigint, official_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.agency_id, s.official_id, s.id FROM rating_screens s WHERE s.secret = digest AND s.revoked_at IS NULL
$$;

-- ask_id NULL: of the time when an official's word was enough; nothing is looked up or used by such a consent any more, and it is withdrawn here.
ALTER TABLE vault_consents ADD COLUMN ask_id bigint REFERENCES vault_asks, ADD COLUMN withdrawn_at timestamptz;

-- Writes the consent down that the citizen gave himself. 'none': he was not asked, did not agree, withdrew, or agreed more than a day ago to a form
-- that nobody received; 'nobody': he agreed, and nobody is known by this number; 'given'.
DROP FUNCTION lt_agree_vault(uuid, text, text, text, timestamptz);
CREATE FUNCTION lt_agree_vault(new_form uuid, wanted_kind text, wanted text, new_purpose text, agreed_at timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner bigint;
    ask   bigint;
BEGIN
    IF current_setting('lt.agency')::bigint = 0 OR current_setting('lt.official')::bigint = 0 THEN
        RAISE EXCEPTION 'an official records what a citizen agrees to' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT a.id INTO ask FROM vault_asks a
     WHERE a.form = new_form AND a.owner_kind = wanted_kind AND a.owner_number = wanted AND a.purpose = new_purpose
       AND a.agency_id = current_setting('lt.agency')::bigint AND a.answer IS NOT NULL AND a.answered_at >= agreed_at - interval '1 day'
     ORDER BY a.id DESC LIMIT 1;
    IF ask IS NULL OR NOT vault_consent_holds(ask) THEN RETURN 'none'; END IF;
    SELECT c.id INTO owner FROM citizens c WHERE c.kind = wanted_kind AND c.number = wanted;
    IF owner IS NULL THEN RETURN 'nobody'; END IF;
    INSERT INTO vault_consents AS v (form, citizen_id, purpose, agency_id, official_id, at, ask_id)
    VALUES (new_form, owner, new_purpose, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, agreed_at, ask)
    ON CONFLICT (form, citizen_id, purpose) DO UPDATE SET ask_id = excluded.ask_id, withdrawn_at = NULL, official_id = excluded.official_id, at = excluded.at
     WHERE v.ask_id IS DISTINCT FROM excluded.ask_id AND v.agency_id = excluded.agency_id;
    -- Of a form that another agency had first, nothing is this one's.
    RETURN CASE WHEN EXISTS (SELECT 1 FROM vault_consents v WHERE v.form = new_form AND v.citizen_id = owner AND v.purpose = new_purpose
                                AND v.ask_id = ask) THEN 'given' ELSE 'none' END;
END $$;

-- He agreed, has not withdrawn, and did not say otherwise later.
CREATE FUNCTION vault_consent_holds(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM vault_asks a WHERE a.id = wanted AND a.answer = 'agreed' AND a.withdrawn_at IS NULL
                      AND NOT EXISTS (SELECT 1 FROM vault_asks later WHERE later.form = a.form AND later.owner_kind = a.owner_kind
                                         AND later.owner_number = a.owner_number AND later.purpose = a.purpose
                                         AND later.agency_id = a.agency_id AND later.id > a.id AND later.answer = 'declined'))
$$;

-- As before, behind a consent that the citizen gave himself and has not withdrawn.
CREATE OR REPLACE FUNCTION lt_offer_vault(wanted_form uuid, wanted_kind text, wanted text, wanted_purpose text, codes text[], day date,
                                          asked_at timestamptz)
RETURNS TABLE (uid uuid, code text, name text, number text, issuer text, issued_on date, valid_to date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    owner bigint;
    asked text[];
BEGIN
    SELECT a.citizen_id, k.types INTO owner, asked FROM vault_consents a JOIN citizens c ON c.id = a.citizen_id JOIN vault_asks k ON k.id = a.ask_id
     WHERE a.form = wanted_form AND a.purpose = wanted_purpose AND a.agency_id = current_setting('lt.agency')::bigint
       AND c.kind = wanted_kind AND c.number = wanted AND vault_consent_holds(a.ask_id) AND k.answered_at >= asked_at - interval '1 day';
    IF owner IS NULL THEN
        RAISE EXCEPTION 'no consent is recorded' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH valid AS (
        SELECT i.* FROM vault_items i WHERE i.citizen_id = owner AND i.code = ANY (codes) AND i.code = ANY (asked) AND vault_valid(i, day)
    ), noted AS (
        INSERT INTO vault_looks SELECT v.id, NULL, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint,
                                       'offer ' || wanted_purpose, asked_at FROM valid v
    )
    SELECT v.uid, v.code, v.name, v.number, v.issuer, v.issued_on, v.valid_to FROM valid v
     ORDER BY v.code, v.issued_on DESC NULLS LAST, v.id DESC LIMIT 50;
END $$;
CREATE OR REPLACE FUNCTION lt_use_vault_item(wanted uuid, wanted_item uuid, for_paper int, used_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    handled bigint;
    consent vault_consents;
BEGIN
    SELECT d.id INTO handled FROM dossiers d WHERE d.uid = wanted AND d.agency_id = current_setting('lt.agency')::bigint;
    SELECT a.* INTO consent FROM dossiers d JOIN procedures p ON p.id = d.procedure_id
      JOIN vault_consents a ON a.form = d.uid AND a.citizen_id = d.citizen_id AND a.purpose = p.code AND a.agency_id = d.agency_id
     WHERE d.id = handled AND vault_consent_holds(a.ask_id);
    IF consent.form IS NULL THEN
        RAISE EXCEPTION 'no consent is recorded' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO vault_uses SELECT i.id, handled, for_paper, consent.agency_id, current_setting('lt.official')::bigint, consent.purpose,
                                  consent.at, used_at
      FROM vault_items i JOIN vault_asks k ON k.id = consent.ask_id AND i.code = ANY (k.types)
     WHERE i.uid = wanted_item AND i.citizen_id = consent.citizen_id
       AND vault_valid(i, (used_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
    RETURN FOUND;
END $$;
-- Whether the citizen has withdrawn what a dossier's look into the vault stood on.
CREATE FUNCTION vault_withdrawn(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM vault_consents c WHERE c.form = wanted
                      AND CASE WHEN c.ask_id IS NULL THEN c.withdrawn_at IS NOT NULL ELSE NOT vault_consent_holds(c.ask_id) END)
$$;
-- As before; of what the citizen has withdrawn only that it was used.
DROP FUNCTION lt_vault_of_dossier(uuid);
CREATE FUNCTION lt_vault_of_dossier(wanted uuid)
RETURNS TABLE (uid uuid, used boolean, withdrawn boolean, source text, no int, code text, name text, number text, issuer text,
               issued_on date, valid_from date, valid_to date, signature text, fields json, file_name text, media_type text, sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.uid, false, false, i.source, i.source_no, i.code, i.name, i.number, i.issuer, i.issued_on, i.valid_from, i.valid_to, i.signature,
           i.fields, i.file_name, i.media_type, i.sha256
      FROM vault_items i WHERE i.dossier_id = handled_dossier(wanted) AND i.ended_at IS NULL
    UNION ALL
    SELECT i.uid, true, w.gone, i.source, u.paper_no, i.code, i.name, CASE WHEN w.gone THEN '' ELSE i.number END,
           CASE WHEN w.gone THEN '' ELSE i.issuer END, CASE WHEN NOT w.gone THEN i.issued_on END, CASE WHEN NOT w.gone THEN i.valid_from END,
           CASE WHEN NOT w.gone THEN i.valid_to END, i.signature, '{}', '', '', ''
      FROM vault_uses u JOIN vault_items i ON i.id = u.item_id CROSS JOIN (SELECT vault_withdrawn(wanted) AS gone) w
     WHERE u.dossier_id = handled_dossier(wanted)
     ORDER BY 2, 4, 5
$$;
-- As before; what a dossier uses is opened no more once the citizen has withdrawn.
CREATE OR REPLACE FUNCTION lt_open_vault_item(wanted uuid, wanted_item uuid, why text, opened_at timestamptz)
RETURNS TABLE (file_name text, media_type text, sha256 text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    handled CONSTANT bigint := handled_dossier(wanted);
    item    vault_items;
BEGIN
    IF why = '' THEN
        RAISE EXCEPTION 'an item is opened with a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT i.* INTO item FROM vault_items i WHERE i.uid = wanted_item
       AND (i.dossier_id = handled
            OR (EXISTS (SELECT 1 FROM vault_uses u WHERE u.item_id = i.id AND u.dossier_id = handled)
                AND NOT vault_withdrawn(wanted)));
    IF item.id IS NULL THEN RETURN; END IF;
    INSERT INTO vault_looks VALUES (item.id, handled, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, why,
                                    opened_at);
    RETURN QUERY SELECT item.file_name, item.media_type, item.sha256;
END $$;

-- Withdraws the consents of before 0036 of a dossier that the agency received. How many.
CREATE FUNCTION lt_withdraw_vault(wanted uuid, now_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    UPDATE vault_consents c SET withdrawn_at = now_at
     WHERE c.form = wanted AND c.ask_id IS NULL AND c.withdrawn_at IS NULL AND current_setting('lt.reach') = 'agency'
       AND EXISTS (SELECT 1 FROM dossiers d WHERE d.uid = wanted AND d.agency_id = current_setting('lt.agency')::bigint);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- Questions for forms that became no dossier and by which nothing was looked up: names and numbers of people are not kept for nothing.
CREATE FUNCTION lt_forget_vault_asks(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM vault_asks a WHERE a.asked_at < before AND current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0
           AND NOT EXISTS (SELECT FROM vault_consents c WHERE c.ask_id = a.id) AND NOT EXISTS (SELECT FROM dossiers d WHERE d.uid = a.form)
        RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- Whether a dossier uses the vault by a consent that may be withdrawn; for everybody who has its code.
CREATE FUNCTION lt_follow_vault(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM dossiers d WHERE d.code = wanted
                      AND (EXISTS (SELECT 1 FROM vault_asks a WHERE a.form = d.uid AND a.answer = 'agreed' AND a.withdrawn_at IS NULL)
                           OR EXISTS (SELECT 1 FROM vault_consents c WHERE c.form = d.uid AND c.ask_id IS NULL AND c.withdrawn_at IS NULL)))
$$;

DO $$
DECLARE
    door text;
BEGIN
    FOREACH door IN ARRAY ARRAY['lt_rating_screen', 'lt_agree_vault', 'vault_consent_holds', 'vault_withdrawn',
                                'lt_vault_of_dossier', 'lt_withdraw_vault', 'lt_forget_vault_asks', 'lt_follow_vault'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', door);
        IF door LIKE 'lt\_%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', door); END IF;
    END LOOP;
END $$;
