-- How far each agency of the province is with what it received, for everybody to read (QĐ 28/2018/QĐ-TTg): numbers only, counted by a job,
-- so that a visitor costs one small read.

CREATE TABLE progress_figures (
    agency_id   bigint NOT NULL REFERENCES agencies,
    period      text NOT NULL CHECK (period IN ('month', 'year')),   -- the running one, of Vietnam, by when a document arrived
    starts_on   date NOT NULL,
    received    bigint NOT NULL,
    on_time     bigint NOT NULL,     -- done no later than due
    late        bigint NOT NULL,     -- done later, or open and overdue
    in_progress bigint NOT NULL,
    counted_at  timestamptz NOT NULL,
    PRIMARY KEY (period, agency_id),
    CONSTRAINT progress_sum_check CHECK (received = on_time + late + in_progress)
);
ALTER TABLE progress_figures ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON progress_figures FOR SELECT USING (true);
GRANT SELECT ON progress_figures TO lt_app;

-- Counts anew over all agencies: what was refused or given back counts nowhere. Left out are agencies that work elsewhere, or are none of
-- the province's, and those that received nothing. Planned for the moments of each run: how much of the deliveries a year is decides how they are read.
CREATE FUNCTION lt_count_progress(month_from timestamptz, year_from timestamptz, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself counts for all agencies' USING ERRCODE = 'insufficient_privilege';
    END IF;
    LOCK TABLE progress_figures IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM progress_figures;
    INSERT INTO progress_figures (agency_id, period, starts_on, received, on_time, late, in_progress, counted_at)
    SELECT c.agency_id, p.period, (p.since AT TIME ZONE interval '7 hours')::date, sum(c.n),
           coalesce(sum(c.n) FILTER (WHERE c.came = 'on_time'), 0), coalesce(sum(c.n) FILTER (WHERE c.came = 'late'), 0),
           coalesce(sum(c.n) FILTER (WHERE c.came = 'in_progress'), 0), at
      FROM (SELECT f.agency_id, f.this_month, f.came, count(*) AS n
              FROM (SELECT a.id AS agency_id, d.arrived_at >= month_from AS this_month,
                           CASE WHEN e.due_at < CASE WHEN d.state = 'done' THEN e.closed_at ELSE at END THEN 'late'
                                WHEN d.state = 'done' THEN 'on_time' ELSE 'in_progress' END AS came
                      FROM agencies a
                     CROSS JOIN unnest(ARRAY['arrived', 'accepted', 'assigned', 'in_progress', 'done']) AS s(state)
                      JOIN deliveries d ON d.agency_id = a.id AND d.state = s.state AND d.arrived_at >= year_from
                      LEFT JOIN incoming_entries e ON e.delivery_id = d.id
                     WHERE a.system_id IS NULL AND a.level <> 'central') f
             GROUP BY 1, 2, 3) c
      JOIN (VALUES ('month', month_from), ('year', year_from)) AS p(period, since) ON p.period = 'year' OR c.this_month
     GROUP BY c.agency_id, p.period, p.since;
END $$;
REVOKE ALL ON FUNCTION lt_count_progress(timestamptz, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_count_progress(timestamptz, timestamptz, timestamptz) TO lt_app;
