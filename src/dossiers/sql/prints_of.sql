-- How often each form of a dossier was printed, and when and by whom the last time.
-- $1 dossier
SELECT DISTINCT ON (slip_uid) slip_uid, count(*) OVER (PARTITION BY slip_uid) AS times, at, agency_id, official_id
  FROM dossier_prints WHERE dossier_id = $1::bigint ORDER BY slip_uid, at DESC
