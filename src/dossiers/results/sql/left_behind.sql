-- What agencies that are gone left unfinished in dossiers that this one decides now, what is due next first.
-- $1 agency  $2 limit
SELECT d.uid, d.code, d.owner_name, w.name, w.agency_id, d.due_at
  FROM (SELECT DISTINCT m.dossier_id FROM dossier_moves m WHERE m.to_id = $1::bigint AND m.decided) m
  JOIN dossiers d ON d.id = m.dossier_id
 CROSS JOIN LATERAL lt_awaited_results(d.id) w
 WHERE d.decides_id = $1::bigint AND w.agency_id <> d.decides_id AND d.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
 ORDER BY d.due_at, d.id LIMIT $2::int
