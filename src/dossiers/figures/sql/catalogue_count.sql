-- II.07b: how many procedures each agency decides, how many of them are received at a desk and where, how many have a process.
-- $1 agency, 0 for all  $2 day
WITH desks AS (
    SELECT r.procedure_id, bool_or(g.level = 'province') AS province, bool_or(g.level = 'commune') AS commune
      FROM procedure_agencies r JOIN agencies g ON g.id = r.agency_id WHERE r.part = 'receives' GROUP BY r.procedure_id
)
SELECT a.agency_id, count(*) AS decided, count(d.procedure_id) AS at_desks, count(*) FILTER (WHERE d.province) AS at_province_desks,
       count(*) FILTER (WHERE d.commune) AS at_commune_desks, count(*) FILTER (WHERE v.runnable) AS with_process
  FROM procedure_agencies a
  JOIN procedure_versions v ON v.procedure_id = a.procedure_id AND v.state = 'approved' AND v.valid_from <= $2::date
                           AND (v.valid_to IS NULL OR v.valid_to >= $2::date)
  LEFT JOIN desks d ON d.procedure_id = a.procedure_id
 WHERE a.part = 'decides' AND ($1::bigint = 0 OR a.agency_id = $1::bigint)
 GROUP BY a.agency_id ORDER BY a.agency_id
