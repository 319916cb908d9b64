-- A decision announced procedures; written down, also once more with other days: then a publication that is known stays, unless it is corrected.
-- $1 codes (text[])  $2 decision  $3 decided on  $4 effective on  $5 published on, or NULL  $6 decide by  $7 publish by  $8 now  $9 official
INSERT INTO procedure_publications (procedure_id, decision, decided_on, effective_on, published_on, decide_by, publish_by, entered_at, entered_by)
SELECT p.id, $2, $3::date, $4::date, coalesce($5::date, l.published_on), $6::date, $7::date, $8::timestamptz, $9::bigint
  FROM procedures p
  LEFT JOIN LATERAL (SELECT x.published_on, x.dropped FROM procedure_publications x WHERE x.procedure_id = p.id AND x.decision = $2
                      ORDER BY x.id DESC LIMIT 1) l ON NOT l.dropped
 WHERE p.code = ANY ($1::text[]) ORDER BY p.code
