-- When procedures of a decision stood in the national database, or that they were written down by mistake. Gives the days that this is about.
-- $1 decision  $2 codes (text[])  $3 published on, or NULL  $4 dropped  $5 now  $6 official
INSERT INTO procedure_publications (procedure_id, decision, decided_on, effective_on, published_on, decide_by, publish_by, dropped, entered_at,
                                    entered_by)
SELECT l.procedure_id, l.decision, l.decided_on, l.effective_on, coalesce($3::date, l.published_on), l.decide_by, l.publish_by, $4::boolean,
       $5::timestamptz, $6::bigint
  FROM (SELECT DISTINCT ON (x.procedure_id) x.* FROM procedure_publications x WHERE x.decision = $1 ORDER BY x.procedure_id, x.id DESC) l
  JOIN procedures p ON p.id = l.procedure_id
 WHERE NOT l.dropped AND p.code = ANY ($2::text[])
RETURNING decided_on, publish_by
