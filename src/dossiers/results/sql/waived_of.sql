-- Own ones, and those of components that have ended with a result.
-- $1 dossier
SELECT code, name, reason, '' AS component, '' AS component_name, at FROM dossier_waived_results WHERE dossier_id = $1::bigint
UNION ALL SELECT code, name, reason, component, component_name, at FROM lt_component_waivers($1::bigint)
 ORDER BY at, code
