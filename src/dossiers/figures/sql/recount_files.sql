-- $1 dossiers (bigint[])
SELECT f.dossier_id, f.kind, f.added_at,
       EXISTS (SELECT 1 FROM dossier_results r WHERE r.dossier_id = f.dossier_id AND r.file_uid = f.uid) AS is_result
  FROM dossier_files f WHERE f.dossier_id = ANY ($1::bigint[])
