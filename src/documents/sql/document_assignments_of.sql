-- $1 delivery
SELECT a.official_id, o.name AS official_name, u.name AS unit_name, a.role, a.state, a.instruction, a.report, a.due_at,
       a.started_at, a.done_at, b.name AS assigned_by_name, a.assigned_at
  FROM assignments a
  JOIN officials o ON o.id = a.official_id
  JOIN officials b ON b.id = a.assigned_by
  LEFT JOIN units u ON u.id = a.unit_id
 WHERE a.delivery_id = $1 ORDER BY a.state = 'withdrawn', a.role = 'lead' DESC, a.role = 'support' DESC, a.id
