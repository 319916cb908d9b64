-- By system that is to get it; what a parent axis does not give is for this platform.
-- $1 the most tries
SELECT s.system_id, sum(s.waiting)::bigint AS waiting, sum(s.failed)::bigint AS failed, min(s.oldest) AS oldest
  FROM (SELECT coalesce(system_id, 0) AS system_id, count(*) FILTER (WHERE state IN ('initial', 'processing')) AS waiting,
               count(*) FILTER (WHERE state = 'fail') AS failed, min(created_at) FILTER (WHERE state IN ('initial', 'processing')) AS oldest
          FROM axis_items WHERE state IN ('initial', 'processing', 'fail') GROUP BY 1
         UNION ALL
        SELECT 0, 0, count(*), NULL FROM axis_withheld WHERE attempts >= $1::int AND NOT given_up HAVING count(*) > 0) s
 GROUP BY 1
