-- Of which dossier one is a component; no row: of none. `seen`: the session may look at it.
-- $1 dossier
SELECT p.id, p.uid, p.code, p.agency_id, p.decides_id, p.state, p.reason, p.no, p.component, p.name, d.id IS NOT NULL AS seen
  FROM lt_parent_of($1::bigint) p LEFT JOIN dossiers d ON d.id = p.id
