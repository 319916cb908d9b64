-- Figures of the one-stop desk: reports of a span, the index of QĐ 766/QĐ-TTg, what is open now. An agency's dossiers are counted for the
-- agency that decides them. Other agencies' figures come through functions that give numbers, never a dossier.

-- What is open, by field: the same as before, with the field beside it.
DROP INDEX dossiers_deciding;
CREATE INDEX dossiers_deciding ON dossiers (decides_id, coalesce(due_at, 'infinity'), id) INCLUDE (state, due_at, field_id)
    WHERE state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');
-- What was solved in a span or later, or is not solved yet: all that a report of the span counts.
CREATE INDEX dossiers_figures ON dossiers (decides_id, coalesce(resolved_at, ended_at, 'infinity'))
    INCLUDE (received_at, field_id, way, due_at, resolved_at, ended_at) WHERE received_at IS NOT NULL;
-- What came in a month, in all agencies.
CREATE INDEX dossiers_month ON dossiers (received_at) WHERE received_at IS NOT NULL;

-- ---- The index as it was counted ---------------------------------------------------------------------------------------

CREATE TABLE index_counts (
    period    text NOT NULL CONSTRAINT index_counts_period_check CHECK (period IN ('month', 'quarter', 'year')),
    starts_on date NOT NULL,
    rules     text NOT NULL,                       -- of data/indices by which it was scored
    as_of     timestamptz NOT NULL,                -- what happened later counts nowhere; the end of the period once it is over
    PRIMARY KEY (period, starts_on)
);
CREATE TABLE index_results (
    period      text NOT NULL,
    starts_on   date NOT NULL,
    agency_id   bigint NOT NULL REFERENCES agencies,
    component   text NOT NULL,                     -- of the rules: "2.1"
    numerator   bigint NOT NULL CHECK (numerator >= 0),
    denominator bigint NOT NULL CHECK (denominator >= numerator),
    score       numeric(5, 2) NOT NULL CHECK (score >= 0),
    PRIMARY KEY (period, starts_on, agency_id, component),
    CONSTRAINT index_results_count_fkey FOREIGN KEY (period, starts_on) REFERENCES index_counts
);

-- ---- Who may count for whom --------------------------------------------------------------------------------------------

-- A leader of the province's committee, or of its office: by law the office watches over procedures (NĐ 92/2017/NĐ-CP).
CREATE FUNCTION lt_oversees_province() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('lt.reach') = 'agency'
       AND EXISTS (SELECT 1 FROM posts p WHERE p.official_id = current_setting('lt.official')::bigint
                      AND p.agency_id = current_setting('lt.agency')::bigint AND p.role = 'leader')
       AND EXISTS (SELECT 1 FROM agencies o LEFT JOIN agencies above ON above.id = o.parent_id
                    WHERE o.id = current_setting('lt.agency')::bigint AND o.level = 'province' AND o.kind = 'government'
                      AND (o.parent_id IS NULL OR (above.parent_id IS NULL AND o.abbreviation IN ('VP', 'VPUBND')))
                      AND EXISTS (SELECT 1 FROM agencies c WHERE c.parent_id = coalesce(o.parent_id, o.id) AND c.level = 'commune'))
$$;
-- NULL: the whole province.
CREATE FUNCTION lt_may_count(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE current_setting('lt.reach')
        WHEN 'agency' THEN coalesce(wanted = current_setting('lt.agency')::bigint, false) OR lt_oversees_province()
        WHEN 'platform' THEN administers_all()
        ELSE false
    END
$$;
CREATE FUNCTION require_counting(wanted bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT lt_may_count(wanted) THEN
        RAISE EXCEPTION 'figures of another agency' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

ALTER TABLE index_counts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON index_counts FOR SELECT USING (true);
CREATE POLICY server_insert ON index_counts FOR INSERT
    WITH CHECK (current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0);
CREATE POLICY server_update ON index_counts FOR UPDATE
    USING (current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0);
ALTER TABLE index_results ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON index_results FOR SELECT USING (
    CASE current_setting('lt.reach') WHEN 'agency' THEN agency_id = current_setting('lt.agency')::bigint
                                     WHEN 'platform' THEN administers_all() ELSE false END);
CREATE POLICY server_insert ON index_results FOR INSERT
    WITH CHECK (current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0);
CREATE POLICY server_delete ON index_results FOR DELETE
    USING (current_setting('lt.reach') = 'platform' AND current_setting('lt.official')::bigint = 0);
GRANT SELECT, INSERT, UPDATE ON index_counts TO lt_app;
GRANT SELECT, INSERT, DELETE ON index_results TO lt_app;

-- ---- Reports -----------------------------------------------------------------------------------------------------------

-- Where a dossier comes from in a span, and where it stands at its end. II.06a counts days: solved on the day that it was due is on time,
-- and late is only what is open on a later day. `edge`: the end of the span, or now; `last_day`: the beginning of the last day before it. (All
-- of it is such that PostgreSQL puts it into the statements that use it.)
CREATE FUNCTION dossier_day(at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT date_bin('1 day', at, timestamptz '2000-01-01 00:00+07')
$$;
CREATE FUNCTION dossier_origin(received timestamptz, since timestamptz, way text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN received < since THEN 'carried' WHEN way = 'online' THEN 'online' ELSE 'direct' END
$$;
CREATE FUNCTION dossier_outcome(due timestamptz, finished timestamptz, edge timestamptz, last_day timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN finished < edge THEN
                     CASE WHEN due IS NULL OR dossier_day(finished) = dossier_day(due) THEN 'on_time'
                          WHEN finished < due THEN 'early' ELSE 'late' END
                WHEN due < last_day THEN 'open_late'
                ELSE 'open' END
$$;

-- Dossiers by agency, field, origin and outcome. Received before the edge, and not solved before the span began.
CREATE FUNCTION lt_count_report(wanted bigint, since timestamptz, edge timestamptz)
RETURNS TABLE (agency_id bigint, field_id bigint, origin text, outcome text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    last_day CONSTANT timestamptz := dossier_day(edge - interval '1 microsecond');
BEGIN
    PERFORM require_counting(wanted);
    RETURN QUERY
    SELECT d.decides_id, d.field_id, dossier_origin(d.received_at, since, d.way),
           dossier_outcome(d.due_at, coalesce(d.resolved_at, d.ended_at), edge, last_day), count(*)
      FROM dossiers d
     WHERE (wanted IS NULL OR d.decides_id = wanted) AND d.received_at IS NOT NULL AND d.received_at < edge
       AND coalesce(d.resolved_at, d.ended_at, 'infinity') >= since
     GROUP BY 1, 2, 3, 4;
END $$;

-- ---- What is open now --------------------------------------------------------------------------------------------------

CREATE FUNCTION lt_count_open(wanted bigint, at timestamptz, end_of_day timestamptz)
RETURNS TABLE (agency_id bigint, field_id bigint, waiting bigint, working bigint, today bigint, late bigint, supplement bigint,
               results bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM require_counting(wanted);
    RETURN QUERY
    SELECT d.decides_id, d.field_id, count(*) FILTER (WHERE d.state = 'registered'),
           count(*) FILTER (WHERE d.state IN ('received', 'processing', 'payment')),
           count(*) FILTER (WHERE d.state IN ('received', 'processing') AND d.due_at >= at AND d.due_at < end_of_day),
           count(*) FILTER (WHERE d.state IN ('received', 'processing') AND d.due_at < at),
           count(*) FILTER (WHERE d.state = 'supplement'), count(*) FILTER (WHERE d.state = 'resolved')
      FROM dossiers d
     WHERE (wanted IS NULL OR d.decides_id = wanted) AND d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
     GROUP BY 1, 2;
END $$;

-- ---- The index of QĐ 766/QĐ-TTg ------------------------------------------------------------------------------------------

-- Each dossier received in a span, judged by what had happened until `as_of`. An act that was taken back never was. It was finished with its
-- result, else when it was handed over, else when it was stopped or withdrawn; while it waits for its only supplement, when that was asked for;
-- else it is judged at `as_of`. Time in which the citizen had to do something does not count, and where the procedure's time begins anew after
-- a supplement, nor does the time before it. Late, too, is what needed a second supplement.
CREATE FUNCTION judge_dossiers(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (dossier_id bigint, agency_id bigint, on_time boolean, finished boolean, online boolean, with_result boolean,
               digitised boolean, reused boolean, owes boolean, paid_online boolean, synced boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
DECLARE
    -- Of an agency its dossiers are looked up one by one; those that the whole province received in a span lie side by side.
    ids      bigint[];
    first_id bigint;
    last_id  bigint;
BEGIN
    SELECT min(d.id), max(d.id), CASE WHEN wanted IS NOT NULL THEN array_agg(d.id) END INTO first_id, last_id, ids
      FROM (SELECT x.id FROM dossiers x WHERE x.received_at >= since AND x.received_at < least(till, as_of)
               AND (wanted IS NULL OR x.decides_id = wanted) OFFSET 0) d;
    IF first_id IS NULL THEN RETURN; END IF;
    RETURN QUERY
    WITH d AS MATERIALIZED (
        SELECT x.id, x.decides_id, x.way, x.received_at, x.first_due_at FROM dossiers x
         WHERE x.received_at >= since AND x.received_at < least(till, as_of) AND (wanted IS NULL OR x.decides_id = wanted)
    ), done AS (   -- acts, each with the next one
        SELECT v.dossier_id, v.no, v.act, v.at, lead(v.act) OVER w AS next_act
          FROM dossier_events v JOIN d ON d.id = v.dossier_id
         WHERE CASE WHEN wanted IS NULL THEN v.dossier_id BETWEEN first_id AND last_id ELSE v.dossier_id = ANY (ids) END
           AND v.act <> 'note' AND v.at >= since AND v.at < as_of
        WINDOW w AS (PARTITION BY v.dossier_id ORDER BY v.no)
    ), counted AS (
        SELECT v.dossier_id, v.no, v.act, v.at, lead(v.at) OVER w AS next_at,
               max(v.no) FILTER (WHERE v.act = 'receive') OVER (PARTITION BY v.dossier_id) AS received_no
          FROM done v WHERE v.act <> 'take_back' AND v.next_act IS DISTINCT FROM 'take_back'
        WINDOW w AS (PARTITION BY v.dossier_id ORDER BY v.no)
    ), ends AS (
        SELECT v.dossier_id, max(v.at) FILTER (WHERE v.act = 'resolve') AS resolved, max(v.at) FILTER (WHERE v.act = 'hand_over') AS returned,
               max(v.at) FILTER (WHERE v.act IN ('stop', 'withdraw', 'reject')) AS ended,
               count(*) FILTER (WHERE v.act = 'ask_supplement' AND v.no > v.received_no) AS supplements,
               max(v.at) FILTER (WHERE v.act = 'ask_supplement' AND v.no > v.received_no) AS asked,
               max(v.next_at) FILTER (WHERE v.act = 'ask_supplement' AND v.no > v.received_no) AS supplied,
               bool_or(v.act IN ('ask_supplement', 'ask_payment') AND v.no > v.received_no) AS waited
          FROM counted v GROUP BY v.dossier_id
    ), timed AS (
        SELECT d.id, d.decides_id, d.way, d.received_at, d.first_due_at, e.supplements, e.asked, e.waited,
               e.supplied, e.resolved IS NOT NULL OR e.returned IS NOT NULL AS finished,
               coalesce(e.resolved, e.returned, e.ended, CASE WHEN e.supplements = 1 AND e.supplied IS NULL THEN e.asked END, as_of) AS ends_at,
               CASE WHEN e.supplements = 1 AND e.supplied IS NOT NULL THEN
                   (SELECT x.life -> 'clock' -> 'limit' ->> 'after_pause' = '1' FROM dossiers x WHERE x.id = d.id) END IS TRUE AS anew
          FROM d JOIN ends e ON e.dossier_id = d.id
    ), waited AS (   -- what each dossier waited for its citizen, before its supplement and in all
        SELECT t.id,
               sum(least(coalesce(v.next_at, as_of), t.asked) - v.at) FILTER (WHERE v.at < t.asked) AS before,
               sum(least(coalesce(v.next_at, as_of), t.ends_at) - v.at)
                   FILTER (WHERE v.at < t.ends_at AND NOT (t.anew AND v.at < t.supplied)) AS in_all
          FROM timed t JOIN counted v ON v.dossier_id = t.id
         WHERE t.waited AND v.act IN ('ask_supplement', 'ask_payment') AND v.no > v.received_no
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
    ), told AS (   -- the national portal has it (0024)
        SELECT DISTINCT y.dossier_id AS id FROM dossier_syncs y
         WHERE CASE WHEN wanted IS NULL THEN y.dossier_id BETWEEN first_id AND last_id ELSE y.dossier_id = ANY (ids) END
           AND y.service = 'DongBoHoSoMC' AND y.state = 'sent' AND y.changed_at < as_of
    )
    SELECT t.id, t.decides_id,
           t.supplements <= 1 AND (t.first_due_at IS NULL OR (
               t.ends_at - coalesce(w.in_all, interval '0')
                   - CASE WHEN t.anew THEN t.supplied - t.received_at ELSE interval '0' END <= t.first_due_at
               AND NOT (t.anew AND t.asked - coalesce(w.before, interval '0') > t.first_due_at))),
           t.finished, t.way = 'online' AND (NOT t.finished OR r.id IS NOT NULL), t.finished AND r.id IS NOT NULL,
           s.id IS NOT NULL OR k.id IS NOT NULL, coalesce(k.vault, false), f.id IS NOT NULL, coalesce(f.paid_online, false),
           y.id IS NOT NULL
      FROM timed t LEFT JOIN waited w USING (id) LEFT JOIN results r USING (id) LEFT JOIN scans s USING (id) LEFT JOIN known k USING (id)
      LEFT JOIN fees f USING (id) LEFT JOIN told y USING (id);
END $$;

-- The own agency's, for the lists behind its figures.
CREATE FUNCTION lt_judge_dossiers(since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (dossier_id bigint, on_time boolean, finished boolean, online boolean, with_result boolean, digitised boolean,
               reused boolean, owes boolean, paid_online boolean, synced boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.dossier_id, j.on_time, j.finished, j.online, j.with_result, j.digitised, j.reused, j.owes, j.paid_online,
           j.synced
      FROM judge_dossiers(current_setting('lt.agency')::bigint, since, till, as_of) j WHERE current_setting('lt.reach') = 'agency'
$$;

-- Of every agency; for the server itself, which keeps them.
CREATE FUNCTION lt_count_indices(since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (agency_id bigint, total bigint, on_time bigint, finished bigint, online bigint, with_result bigint, digitised bigint,
               reused bigint, owes bigint, paid_online bigint, synced bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself counts for all agencies' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    SELECT j.agency_id, count(*), count(*) FILTER (WHERE j.on_time), count(*) FILTER (WHERE j.finished), count(*) FILTER (WHERE j.online),
           count(*) FILTER (WHERE j.with_result), count(*) FILTER (WHERE j.digitised), count(*) FILTER (WHERE j.reused),
           count(*) FILTER (WHERE j.owes), count(*) FILTER (WHERE j.paid_online), count(*) FILTER (WHERE j.synced)
      FROM judge_dossiers(NULL, since, till, as_of) j GROUP BY j.agency_id;
END $$;

-- What was kept of all agencies, for who watches over them.
CREATE FUNCTION lt_province_indices(wanted text, day date)
RETURNS TABLE (agency_id bigint, component text, numerator bigint, denominator bigint, score numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_counting(NULL);
    RETURN QUERY SELECT r.agency_id, r.component, r.numerator, r.denominator, r.score FROM index_results r
                  WHERE r.period = wanted AND r.starts_on = day;
END $$;

REVOKE ALL ON FUNCTION lt_count_report(bigint, timestamptz, timestamptz), lt_count_open(bigint, timestamptz, timestamptz),
    judge_dossiers(bigint, timestamptz, timestamptz, timestamptz), lt_judge_dossiers(timestamptz, timestamptz, timestamptz),
    lt_count_indices(timestamptz, timestamptz, timestamptz), lt_province_indices(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_count_report(bigint, timestamptz, timestamptz), lt_count_open(bigint, timestamptz, timestamptz),
    lt_judge_dossiers(timestamptz, timestamptz, timestamptz), lt_count_indices(timestamptz, timestamptz, timestamptz),
    lt_province_indices(text, date) TO lt_app;
