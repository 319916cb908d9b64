-- What waits at the one-stop desk is counted in one go for menu, home and lists; and what is known of a citizen no longer changes because the
-- next desk spells it otherwise.

-- ---- Work ------------------------------------------------------------------------------------------------------------------

-- Lists are read in the order of the index, from anywhere in it: an expression would be tried on each row, below a policy.
DROP INDEX dossiers_open;
CREATE INDEX dossiers_open ON dossiers (agency_id, due_at, id) INCLUDE (state)
    WHERE state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');
DROP INDEX dossiers_deciding;
CREATE INDEX dossiers_deciding ON dossiers (decides_id, due_at, id) INCLUDE (state, field_id)
    WHERE state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');

-- Tasks of one official, and those that nobody has taken yet.
CREATE INDEX process_waits_mine ON process_waits (performer_id, assignee_id) INCLUDE (role, instance_uid) WHERE kind = 'task';
CREATE INDEX hand_over_batches_to_receive ON hand_over_batches (receiver_id) WHERE state = 'given';

-- How much waits for the session's official, who works as `who` ("desk_staff", "leader", "specialist", "registry_clerk") and receives batches
-- of `takes`. Numbers only. With the owner's rights, because a policy that is asked for each row of a large agency costs more than the count.
-- Those of the whole agency (`working` to `results`) are 0 for whoever sees only what is his. Beside the menu stands `mine` or `working`; all
-- others only where they are `wanted`. Nothing of dossiers is here at all where `any_here` is false.
CREATE FUNCTION lt_dossier_work(who text, takes text, at timestamptz, tomorrow timestamptz, wanted boolean)
RETURNS TABLE (any_here boolean, working bigint, late bigint, today bigint, waiting bigint, fresh bigint, results bigint,
               mine bigint, mine_late bigint, mine_today bigint, to_sign bigint, to_seal bigint, to_take bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here CONSTANT bigint := current_setting('lt.agency')::bigint;
    me CONSTANT bigint := current_setting('lt.official')::bigint;
    most CONSTANT int := 1000;                         -- of what the menu counts
BEGIN
    working := 0; late := 0; today := 0; waiting := 0; fresh := 0; results := 0;
    mine := 0; mine_late := 0; mine_today := 0; to_sign := 0; to_seal := 0; to_take := 0;
    IF current_setting('lt.reach') = 'agency' AND wanted THEN
        -- Without a choice between the two sides no index would serve.
        IF who = 'desk_staff' THEN
            SELECT count(*) FILTER (WHERE d.state IN ('received', 'processing', 'payment')),
                   count(*) FILTER (WHERE d.state IN ('received', 'processing') AND d.due_at < at),
                   count(*) FILTER (WHERE d.state IN ('received', 'processing') AND d.due_at >= at AND d.due_at < tomorrow),
                   count(*) FILTER (WHERE d.state = 'supplement'), count(*) FILTER (WHERE d.state = 'registered'),
                   count(*) FILTER (WHERE d.state = 'resolved')
              INTO working, late, today, waiting, fresh, results
              FROM dossiers d WHERE d.agency_id = here AND d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');
        ELSE
            SELECT count(*) FILTER (WHERE d.state IN ('received', 'processing', 'payment')),
                   count(*) FILTER (WHERE d.state IN ('received', 'processing') AND d.due_at < at),
                   count(*) FILTER (WHERE d.state IN ('received', 'processing') AND d.due_at >= at AND d.due_at < tomorrow),
                   count(*) FILTER (WHERE d.state = 'supplement'), count(*) FILTER (WHERE d.state = 'registered'),
                   count(*) FILTER (WHERE d.state = 'resolved')
              INTO working, late, today, waiting, fresh, results
              FROM dossiers d WHERE d.decides_id = here AND d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned');
        END IF;
    ELSIF current_setting('lt.reach') = 'agency' AND who = 'desk_staff' THEN
        SELECT count(*) INTO working
          FROM (SELECT FROM dossiers d
                 WHERE d.agency_id = here AND d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
                   AND d.state IN ('received', 'processing', 'payment')
                 ORDER BY d.due_at, d.id LIMIT most) q;
    END IF;
    IF who <> 'desk_staff' THEN
        SELECT count(*), count(*) FILTER (WHERE q.runs AND q.due_at < at),
               count(*) FILTER (WHERE q.runs AND q.due_at >= at AND q.due_at < tomorrow)
          INTO mine, mine_late, mine_today
          FROM (SELECT d.due_at, d.state IN ('received', 'processing') AS runs
                  FROM (SELECT w.instance_uid FROM process_waits w
                         WHERE w.kind = 'task' AND w.performer_id = here AND w.assignee_id = me AND w.role IN ('', who)
                        UNION ALL
                        SELECT w.instance_uid FROM process_waits w
                         WHERE w.kind = 'task' AND w.performer_id = here AND w.assignee_id IS NULL AND w.role IN ('', who)) t
                  JOIN dossiers d ON d.instance_uid = t.instance_uid LIMIT most) q;
    END IF;
    IF who = 'leader' THEN
        SELECT count(*) INTO to_sign
          FROM (SELECT FROM dossier_drafts r JOIN dossiers d ON d.id = r.dossier_id
                 WHERE r.state = 'submitted' AND r.agency_id = here AND r.signer_id = me AND d.decides_id = here
                   AND d.state IN ('processing', 'resolved') LIMIT most) q;
    ELSIF who = 'registry_clerk' THEN
        SELECT count(*) INTO to_seal
          FROM (SELECT FROM dossier_drafts r JOIN dossiers d ON d.id = r.dossier_id
                 WHERE r.state = 'signed' AND r.has_seal AND r.agency_id = here AND d.decides_id = here
                   AND d.state IN ('processing', 'resolved') LIMIT most) q;
    END IF;
    SELECT count(*) INTO to_take
      FROM hand_over_batches b
     WHERE b.state = 'given' AND b.receiver_id = here AND b.kind = takes AND lt_takes_for(b.receiver_id, b.unit_id);
    any_here := working + waiting + fresh + results + mine + to_sign + to_seal + to_take > 0
        OR EXISTS (SELECT FROM dossiers d WHERE d.agency_id = here) OR EXISTS (SELECT FROM dossiers d WHERE d.decides_id = here)
        OR EXISTS (SELECT FROM process_waits w JOIN dossiers d ON d.instance_uid = w.instance_uid
                    WHERE w.kind = 'task' AND w.performer_id = here);
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION lt_dossier_work(text, text, timestamptz, timestamptz, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_dossier_work(text, text, timestamptz, timestamptz, boolean) TO lt_app;

-- ---- Citizens --------------------------------------------------------------------------------------------------------------

-- What was corrected in a citizen, at which reception, by whom and why. No session reads it, as it reads no citizen; the dossier's history
-- tells the same.
CREATE TABLE citizen_corrections (
    citizen_id  bigint NOT NULL REFERENCES citizens,
    dossier_id  bigint NOT NULL REFERENCES dossiers,
    agency_id   bigint NOT NULL,
    official_id bigint NOT NULL,
    before      json NOT NULL,                         -- name, born_on, sex
    after       json NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    at          timestamptz NOT NULL
);
CREATE INDEX citizen_corrections_citizen ON citizen_corrections (citizen_id, at DESC);
ALTER TABLE citizen_corrections ENABLE ROW LEVEL SECURITY;

-- What a dossier says of its owner is remembered for the next one: who he is only where that was not known, how he is reached as he says now.
-- Gives what is kept.
CREATE FUNCTION lt_keep_owner(new_uid uuid, new_kind text, new_number text, new_name text, new_born_on date, new_sex text, new_phone text,
                              new_email text, new_commune text, new_address text, kept_at timestamptz)
RETURNS TABLE (id bigint, name text, born_on date, sex text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF current_setting('lt.agency')::bigint = 0 THEN
        RAISE EXCEPTION 'only an agency keeps citizens' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    INSERT INTO citizens AS c (uid, kind, number, name, born_on, sex, phone, email, commune, address, created_at, changed_at)
    VALUES (new_uid, new_kind, new_number, new_name, new_born_on, new_sex, new_phone, new_email, new_commune, new_address, kept_at,
            kept_at)
    ON CONFLICT ON CONSTRAINT citizens_number_key DO UPDATE SET
        born_on = coalesce(c.born_on, EXCLUDED.born_on), sex = coalesce(nullif(c.sex, ''), EXCLUDED.sex),
        phone = coalesce(nullif(EXCLUDED.phone, ''), c.phone), email = coalesce(nullif(EXCLUDED.email, ''), c.email),
        commune = coalesce(nullif(EXCLUDED.commune, ''), c.commune), address = coalesce(nullif(EXCLUDED.address, ''), c.address),
        changed_at = EXCLUDED.changed_at
    RETURNING c.id, c.name, c.born_on, c.sex;
END $$;
-- As it was called; overwrites nothing any more.
CREATE OR REPLACE FUNCTION lt_keep_citizen(new_uid uuid, new_kind text, new_number text, new_name text, new_born_on date, new_sex text,
                                           new_phone text, new_email text, new_commune text, new_address text, kept_at timestamptz)
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id FROM lt_keep_owner(new_uid, new_kind, new_number, new_name, new_born_on, new_sex, new_phone, new_email, new_commune,
                                   new_address, kept_at) k
$$;

-- The owner as a dossier of the session's agency has him is right, and what is kept was wrong. The official says why.
CREATE FUNCTION lt_correct_citizen(dossier bigint, why text, corrected_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    d record;
    c record;
BEGIN
    SELECT o.citizen_id, o.owner INTO d FROM dossiers o
     WHERE o.id = dossier AND o.agency_id = current_setting('lt.agency')::bigint AND o.citizen_id IS NOT NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT k.name, k.born_on, k.sex INTO c FROM citizens k WHERE k.id = d.citizen_id FOR UPDATE;
    UPDATE citizens SET name = d.owner ->> 'name', born_on = coalesce((d.owner ->> 'born_on')::date, born_on),
           sex = coalesce(nullif(d.owner ->> 'sex', ''), sex), changed_at = corrected_at
     WHERE id = d.citizen_id;
    INSERT INTO citizen_corrections
    SELECT d.citizen_id, dossier, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint,
           json_build_object('name', c.name, 'born_on', c.born_on, 'sex', c.sex),
           json_build_object('name', k.name, 'born_on', k.born_on, 'sex', k.sex), why, corrected_at
      FROM citizens k WHERE k.id = d.citizen_id;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION lt_keep_owner(uuid, text, text, text, date, text, text, text, text, text, timestamptz),
    lt_correct_citizen(bigint, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lt_keep_owner(uuid, text, text, text, date, text, text, text, text, text, timestamptz),
    lt_correct_citizen(bigint, text, timestamptz) TO lt_app;
