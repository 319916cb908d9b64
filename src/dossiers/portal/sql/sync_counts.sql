SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'failed') AS failed,
       min(changed_at) FILTER (WHERE state = 'waiting') AS oldest
  FROM dossier_syncs WHERE state IN ('waiting', 'failed')
