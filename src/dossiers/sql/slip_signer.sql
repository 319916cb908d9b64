-- The leader of the agency who signs what a process gives out by itself: who acts in it now, else who did its last step that a leader did.
-- $1 process or NULL  $2 day
SELECT o.name, p.title FROM posts p JOIN officials o ON o.id = p.official_id
  LEFT JOIN LATERAL (SELECT max(s.ended_at) AS at FROM process_instances i JOIN process_steps s ON s.instance_id = i.id
                      WHERE i.uid = $1::uuid AND s.kind = 'task' AND s.outcome = 'done' AND s.official_id = p.official_id) last ON true
 WHERE p.agency_id = current_setting('lt.agency')::bigint AND p.role = 'leader' AND (p.valid_to IS NULL OR p.valid_to >= $2::date)
   AND (p.official_id = current_setting('lt.official')::bigint OR last.at IS NOT NULL)
 ORDER BY p.official_id = current_setting('lt.official')::bigint DESC, last.at DESC NULLS LAST LIMIT 1
