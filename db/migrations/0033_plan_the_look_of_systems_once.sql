-- A function in SQL that no query takes in is planned anew in each call, which took most of the time of this one; one in PL/pgSQL keeps its
-- plans as long as its session lives.
CREATE OR REPLACE FUNCTION lt_system_dossier(of_system bigint, wanted text) RETURNS TABLE (uid uuid, agency_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    d record;
BEGIN
    IF current_setting('lt.reach') <> 'platform' THEN RETURN; END IF;
    IF wanted ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        SELECT x.id, x.uid, x.agency_id INTO d FROM dossiers x WHERE x.uid = wanted::uuid;
    ELSE
        SELECT x.id, x.uid, x.agency_id INTO d FROM dossiers x WHERE x.code = wanted;
    END IF;
    IF NOT FOUND OR NOT lt_system_sees(of_system, d.id, d.agency_id) THEN RETURN; END IF;
    RETURN QUERY SELECT d.uid, d.agency_id;
END $$;
