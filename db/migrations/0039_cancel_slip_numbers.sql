-- A number of a hand-over slip that nobody used by the end of its year is cancelled: written down with its reason, not left out.

ALTER TABLE hand_over_numbers
    ADD COLUMN cancelled_at timestamptz,
    ADD COLUMN reason       text CONSTRAINT hand_over_numbers_reason_check CHECK (reason IN ('unused')),
    ADD CONSTRAINT hand_over_numbers_cancelled_check CHECK ((cancelled_at IS NULL) = (reason IS NULL));
CREATE INDEX hand_over_numbers_left ON hand_over_numbers (year) WHERE cancelled_at IS NULL;

-- It is given to no slip any more, and stays written.
CREATE FUNCTION keep_hand_over_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.cancelled_at IS NOT NULL THEN
        RAISE EXCEPTION 'a number that was cancelled stays so' USING ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_numbers_kept_check';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hand_over_numbers_kept BEFORE UPDATE OR DELETE ON hand_over_numbers FOR EACH ROW EXECUTE FUNCTION keep_hand_over_number();

-- What forms of all agencies left of the years before. Later ones of the same year would have taken it; none comes any more.
CREATE FUNCTION lt_cancel_hand_over_numbers(this_year int, taken_before timestamptz, now_at timestamptz)
RETURNS TABLE (agency_id bigint, batch_uid uuid, kind text, year int, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF current_setting('lt.reach') <> 'platform' OR current_setting('lt.official')::bigint <> 0 THEN
        RAISE EXCEPTION 'only the server itself cancels numbers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    UPDATE hand_over_numbers n SET cancelled_at = now_at, reason = 'unused'
     WHERE n.year < this_year AND n.taken_at < taken_before AND n.cancelled_at IS NULL
    RETURNING n.agency_id, n.batch_uid, n.kind, n.year, n.number;
END $$;
REVOKE ALL ON FUNCTION lt_cancel_hand_over_numbers(int, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_cancel_hand_over_numbers(int, timestamptz, timestamptz) TO lt_app;
