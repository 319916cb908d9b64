-- Once for each database, by a superuser, before the first migration; safe to repeat.
-- Makes the two roles and what only a superuser may make: an operator for searching below row-level security.

-- lt_owner owns the tables and migrates them. lt_app serves the requests: it owns nothing, so that no policy spares it.
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['lt_owner', 'lt_app'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', role);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION', role);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO lt_owner', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO lt_app', current_database());
END $$;

-- Migrations grant lt_app what it may do, table by table.
ALTER SCHEMA public OWNER TO lt_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lt_app;

-- The operator @@ of full text search is not leakproof, so PostgreSQL would use no index for it below a policy and
-- filter every row of the agency instead. @=@ is the same function, declared leakproof: it raises no error that shows
-- a row, and takes no notable time that depends on one.
CREATE OR REPLACE FUNCTION public.lt_ts_match(tsvector, tsquery) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'ts_match_vq';

DO $$
BEGIN
    IF to_regoperator('public.@=@(tsvector,tsquery)') IS NULL THEN
        CREATE OPERATOR public.@=@ (LEFTARG = tsvector, RIGHTARG = tsquery, FUNCTION = public.lt_ts_match,
            RESTRICT = tsmatchsel, JOIN = tsmatchjoinsel);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_opclass WHERE opcname = 'lt_tsvector_ops') THEN
        CREATE OPERATOR CLASS public.lt_tsvector_ops FOR TYPE tsvector USING gin AS
            OPERATOR 1 public.@=@ (tsvector, tsquery),
            FUNCTION 1 gin_cmp_tslexeme(text, text),
            FUNCTION 2 gin_extract_tsvector(tsvector, internal, internal),
            FUNCTION 3 gin_extract_tsquery(tsvector, internal, int2, internal, internal, internal, internal),
            FUNCTION 4 gin_tsquery_consistent(internal, int2, tsvector, int4, internal, internal, internal, internal),
            FUNCTION 5 gin_cmp_prefix(text, text, int2, internal),
            FUNCTION 6 gin_tsquery_triconsistent(internal, int2, tsvector, int4, internal, internal, internal),
            STORAGE text;
    END IF;
END $$;
