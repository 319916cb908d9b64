-- Open dossiers that an agency received, decides or has a task in.
-- $1 agency  $2 name of a field, '' for all  $3 code of a procedure, '' for all
SELECT d.uid FROM (
    SELECT uid, field_id, procedure_id FROM dossiers
     WHERE agency_id = $1::bigint AND state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
    UNION SELECT uid, field_id, procedure_id FROM dossiers
     WHERE decides_id = $1::bigint AND state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')
    UNION SELECT o.uid, o.field_id, o.procedure_id FROM process_waits w JOIN dossiers o ON o.instance_uid = w.instance_uid
     WHERE w.performer_id = $1::bigint AND w.kind = 'task' AND o.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned')) d
  JOIN procedures p ON p.id = d.procedure_id LEFT JOIN procedure_fields f ON f.id = d.field_id
 WHERE ($2 = '' OR f.name = $2) AND ($3 = '' OR p.code = $3) ORDER BY d.uid
