-- Decisions that announced procedures, the newest first.
-- $1 limit
SELECT l.decision, max(l.decided_on) AS decided_on, max(l.effective_on) AS effective_on, bool_and(l.decided_on <= l.decide_by) AS in_time,
       max(l.publish_by) AS publish_by, count(*) AS procedures, count(l.published_on) AS published
  FROM (SELECT DISTINCT ON (x.procedure_id, x.decision) x.* FROM procedure_publications x ORDER BY x.procedure_id, x.decision, x.id DESC) l
 WHERE NOT l.dropped GROUP BY l.decision ORDER BY 2 DESC, 1 LIMIT $1::int
