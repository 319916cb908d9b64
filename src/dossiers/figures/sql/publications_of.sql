-- The procedures that a decision announced, by code.
-- $1 decision
SELECT p.code, coalesce(v.name, p.code) AS name, l.decided_on, l.effective_on, l.published_on, l.decide_by, l.publish_by
  FROM (SELECT DISTINCT ON (x.procedure_id) x.* FROM procedure_publications x WHERE x.decision = $1 ORDER BY x.procedure_id, x.id DESC) l
  JOIN procedures p ON p.id = l.procedure_id
  LEFT JOIN LATERAL (SELECT x.name FROM procedure_versions x WHERE x.procedure_id = p.id ORDER BY x.version DESC LIMIT 1) v ON true
 WHERE NOT l.dropped ORDER BY p.code
