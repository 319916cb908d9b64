-- Fields that are new.
-- $1 names (text[])
INSERT INTO procedure_fields (name) SELECT DISTINCT n FROM unnest($1::text[]) n WHERE n <> '' ORDER BY n ON CONFLICT DO NOTHING
