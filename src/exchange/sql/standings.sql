SELECT coalesce(system_id, 0) AS system_id, count(*) FILTER (WHERE state IN ('initial', 'processing')) AS waiting,
       count(*) FILTER (WHERE state = 'fail') AS failed, min(created_at) FILTER (WHERE state IN ('initial', 'processing')) AS oldest
  FROM axis_items WHERE state IN ('initial', 'processing', 'fail') GROUP BY 1
