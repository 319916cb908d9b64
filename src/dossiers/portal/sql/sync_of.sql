-- What the portal knows of a dossier.
-- $1 dossier
SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE state = 'sent') AS sent, max(changed_at) FILTER (WHERE state = 'sent') AS sent_at,
       coalesce((array_agg(error ORDER BY event_no, place) FILTER (WHERE state = 'failed'))[1], '') AS error
  FROM dossier_syncs WHERE dossier_id = $1::bigint
