-- Working time as the province and each agency have entered it: weeks of shifts, days off and days worked, dated and with their legal basis.
-- What no row speaks of is as an agency above, the province or the release says it. Read by everybody: due times of one agency stand in
-- front of all. A row is never changed and never deleted. It is withdrawn, with a reason; what was wrong is entered anew.

CREATE TABLE working_weeks (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid           uuid NOT NULL CONSTRAINT working_weeks_uid_key UNIQUE,
    agency_id     bigint REFERENCES agencies,   -- NULL: the province's
    valid_from    date NOT NULL CONSTRAINT working_weeks_from_check CHECK (valid_from BETWEEN '2000-01-01' AND '2099-12-31'),
    shifts        text[] CONSTRAINT working_weeks_shifts_check CHECK (cardinality(shifts) = 7),  -- Monday first; NULL: as above again
    basis         text NOT NULL CONSTRAINT working_weeks_basis_check CHECK (length(basis) BETWEEN 1 AND 300),
    entered_at    timestamptz NOT NULL,
    entered_by    bigint NOT NULL REFERENCES officials,
    withdrawn_at  timestamptz,
    withdrawn_by  bigint REFERENCES officials,
    withdrawn_why text CONSTRAINT working_weeks_why_check CHECK (length(withdrawn_why) BETWEEN 1 AND 300),
    CONSTRAINT working_weeks_withdrawn_check
        CHECK (num_nulls(withdrawn_at, withdrawn_by, withdrawn_why) IN (0, 3))
);
CREATE UNIQUE INDEX working_weeks_day_key ON working_weeks (agency_id, valid_from) NULLS NOT DISTINCT WHERE withdrawn_at IS NULL;

CREATE TABLE special_days (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uid           uuid NOT NULL CONSTRAINT special_days_uid_key UNIQUE,
    agency_id     bigint REFERENCES agencies,   -- NULL: the province's
    first_day     date NOT NULL,
    last_day      date NOT NULL,                -- included
    kind          text NOT NULL CONSTRAINT special_days_kind_check CHECK (kind IN ('off', 'worked')),
    instead_of    date,                         -- of a day worked: the day off that it makes up for
    shifts        text NOT NULL,                -- of a day worked; "": those of instead_of, or of its own weekday
    name          text NOT NULL CONSTRAINT special_days_name_check CHECK (length(name) BETWEEN 1 AND 100),
    basis         text NOT NULL CONSTRAINT special_days_basis_check CHECK (length(basis) BETWEEN 1 AND 300),
    entered_at    timestamptz NOT NULL,
    entered_by    bigint NOT NULL REFERENCES officials,
    withdrawn_at  timestamptz,
    withdrawn_by  bigint REFERENCES officials,
    withdrawn_why text CONSTRAINT special_days_why_check CHECK (length(withdrawn_why) BETWEEN 1 AND 300),
    CONSTRAINT special_days_dates_check
        CHECK (first_day >= '2000-01-01' AND last_day <= '2099-12-31' AND last_day - first_day BETWEEN 0 AND 30),
    CONSTRAINT special_days_worked_check
        CHECK (CASE kind WHEN 'off' THEN instead_of IS NULL AND shifts = '' ELSE first_day = last_day END),
    CONSTRAINT special_days_withdrawn_check
        CHECK (num_nulls(withdrawn_at, withdrawn_by, withdrawn_why) IN (0, 3)),
    -- One agency says one thing of a day. As a range of one number the agency needs no extension for this index.
    CONSTRAINT special_days_once_key EXCLUDE USING gist (
        int8range(coalesce(agency_id, 0), coalesce(agency_id, 0), '[]') WITH &&,
        daterange(first_day, last_day, '[]') WITH &&) WHERE (withdrawn_at IS NULL)
);

-- Processes keep the calendars in memory beside the directory, whose tree they follow: one counter tells of changes of both.
CREATE TRIGGER working_weeks_changed AFTER INSERT OR UPDATE OR DELETE ON working_weeks
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();
CREATE TRIGGER special_days_changed AFTER INSERT OR UPDATE OR DELETE ON special_days
    FOR EACH STATEMENT EXECUTE FUNCTION count_directory_change();

ALTER TABLE working_weeks ENABLE ROW LEVEL SECURITY;
ALTER TABLE special_days  ENABLE ROW LEVEL SECURITY;

-- The province's calendar is the platform operator's, as the directory is; an agency's is its administrator's.
CREATE FUNCTION administers_calendar(agency bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN agency IS NULL THEN administers_all() ELSE administers(agency) END
$$;
-- Nobody enters or withdraws in another one's name, and what is withdrawn stays so.
CREATE POLICY read_all ON working_weeks FOR SELECT USING (true);
CREATE POLICY read_all ON special_days  FOR SELECT USING (true);
CREATE POLICY own_insert ON working_weeks FOR INSERT
    WITH CHECK (administers_calendar(agency_id) AND entered_by = current_setting('lt.official')::bigint AND withdrawn_at IS NULL);
CREATE POLICY own_insert ON special_days FOR INSERT
    WITH CHECK (administers_calendar(agency_id) AND entered_by = current_setting('lt.official')::bigint AND withdrawn_at IS NULL);
CREATE POLICY own_withdraw ON working_weeks FOR UPDATE USING (administers_calendar(agency_id) AND withdrawn_at IS NULL)
    WITH CHECK (administers_calendar(agency_id) AND withdrawn_by = current_setting('lt.official')::bigint);
CREATE POLICY own_withdraw ON special_days FOR UPDATE USING (administers_calendar(agency_id) AND withdrawn_at IS NULL)
    WITH CHECK (administers_calendar(agency_id) AND withdrawn_by = current_setting('lt.official')::bigint);
GRANT SELECT, INSERT ON working_weeks, special_days TO lt_app;
GRANT UPDATE (withdrawn_at, withdrawn_by, withdrawn_why) ON working_weeks, special_days TO lt_app;
