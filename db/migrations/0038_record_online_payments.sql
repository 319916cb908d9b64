-- Which procedures' fees can be paid online, where and since when: the component 3.5a of QĐ 766/QĐ-TTg, the last one of the index that had
-- nothing to be counted from.

-- An agency, or every one of the province, takes the fees of a procedure online from a day on. Written down once; it ends once, with a reason, and
-- nothing of it is changed or deleted. What was written down by mistake ends on the day on which it began, and so never was.
CREATE TABLE procedure_online_payments (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_id bigint NOT NULL REFERENCES procedures,
    agency_id    bigint REFERENCES agencies,                  -- NULL: every agency of the province that receives the procedure
    way          text NOT NULL CONSTRAINT procedure_online_payments_way_check CHECK (way IN ('national', 'own')),   -- DuocThanhToanTrucTuyen 1, 2
    since        date NOT NULL,
    basis        text NOT NULL CHECK (basis <> ''),           -- number of the letter or decision: "1234/UBND-KSTT"
    entered_at   timestamptz NOT NULL,
    entered_by   bigint NOT NULL REFERENCES officials,
    until        date,                                        -- the first day without it; NULL: it goes on
    end_reason   text CHECK (end_reason <> ''),
    ended_at     timestamptz,
    ended_by     bigint REFERENCES officials,
    CONSTRAINT procedure_online_payments_days_check CHECK (until >= since),
    CONSTRAINT procedure_online_payments_end_check CHECK (num_nulls(until, end_reason, ended_at, ended_by) IN (0, 4)),
    -- No way twice at a time. As ranges of one number the rest needs no extension for this index.
    CONSTRAINT procedure_online_payments_once_key EXCLUDE USING gist (
        int8range(procedure_id, procedure_id, '[]') WITH &&, int8range(coalesce(agency_id, 0), coalesce(agency_id, 0), '[]') WITH &&,
        int4range((way = 'own')::int, (way = 'own')::int, '[]') WITH &&, daterange(since, until) WITH &&)
);
CREATE INDEX procedure_online_payments_agency ON procedure_online_payments (procedure_id, agency_id);
ALTER TABLE procedure_online_payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON procedure_online_payments FOR SELECT USING (true);
CREATE POLICY platform_insert ON procedure_online_payments FOR INSERT
    WITH CHECK (administers_all() AND entered_by = current_setting('lt.official')::bigint AND until IS NULL);
CREATE POLICY platform_update ON procedure_online_payments FOR UPDATE USING (administers_all() AND until IS NULL)
    WITH CHECK (administers_all() AND ended_by = current_setting('lt.official')::bigint);
GRANT SELECT, INSERT, UPDATE (until, end_reason, ended_at, ended_by) ON procedure_online_payments TO lt_app;

-- ---- The index of QĐ 766/QĐ-TTg ------------------------------------------------------------------------------------------

-- As before, and whether the fees could be paid online at `as_of`.
DROP FUNCTION lt_judge_procedures(bigint, timestamptz, timestamptz, timestamptz);
DROP FUNCTION judge_procedures(bigint, timestamptz, timestamptz, timestamptz);
CREATE FUNCTION judge_procedures(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (agency_id bigint, procedure_id bigint, version_id bigint, receives boolean, decides boolean, lacks text[], has_online boolean,
               used_online boolean, has_fees boolean, payable_online boolean, paid_online boolean)
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
    ), payable AS MATERIALIZED (   -- agency 0: all
        SELECT DISTINCT coalesce(x.agency_id, 0) AS agency_id, x.procedure_id FROM procedure_online_payments x
         WHERE x.since <= day_before(as_of) AND (x.until IS NULL OR x.until > day_before(as_of))
    )
    SELECT o.agency_id, o.procedure_id, v.id, o.receives, o.decides, v.lacks, v.has_online, coalesce(u.online, false), v.has_fees,
           h.procedure_id IS NOT NULL OR e.procedure_id IS NOT NULL, coalesce(u.paid, false)
      FROM offers_at(wanted, as_of) o
      JOIN procedure_versions v ON v.procedure_id = o.procedure_id AND v.state = 'approved' AND v.approved_at < as_of
                               AND v.valid_from <= day_before(as_of) AND (v.valid_to IS NULL OR v.valid_to >= day_before(as_of))
      LEFT JOIN used u ON u.agency_id = o.agency_id AND u.procedure_id = o.procedure_id
      LEFT JOIN payable h ON h.agency_id = o.agency_id AND h.procedure_id = o.procedure_id
      LEFT JOIN payable e ON e.agency_id = 0 AND e.procedure_id = o.procedure_id;
END $$;
CREATE FUNCTION lt_judge_procedures(wanted bigint, since timestamptz, till timestamptz, as_of timestamptz)
RETURNS TABLE (procedure_id bigint, version_id bigint, receives boolean, decides boolean, lacks text[], has_online boolean,
               used_online boolean, has_fees boolean, payable_online boolean, paid_online boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_counting(wanted);
    RETURN QUERY SELECT j.procedure_id, j.version_id, j.receives, j.decides, j.lacks, j.has_online, j.used_online, j.has_fees, j.payable_online,
                        j.paid_online
                   FROM judge_procedures(wanted, since, till, as_of) j WHERE wanted IS NOT NULL;
END $$;

-- As before, with 'fees_payable_online'.
CREATE OR REPLACE FUNCTION lt_count_indices(since timestamptz, till timestamptz, as_of timestamptz, certifying text[], population text[])
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
               count(*) FILTER (WHERE j.receives AND j.has_fees AND j.payable_online) AS payable_online,
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
            ('fees_payable_online', p.payable_online, p.has_fees), ('fees_paid_online', p.paid_online, p.has_fees)) m (measure, numerator, denominator)
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
    FOREACH one IN ARRAY ARRAY['judge_procedures', 'lt_judge_procedures'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM PUBLIC', one);
        IF one LIKE 'lt\_%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO lt_app', one); END IF;
    END LOOP;
END $$;

-- Counted without it: it is counted again.
UPDATE index_counts SET stale = true;
