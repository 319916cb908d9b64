-- $1 dossier
SELECT uid, coalesce(paper_no, -1) AS paper_no, kind, name, media_type, size, sha256, verdict, replaced_at, added_at, added_by
  FROM dossier_files WHERE dossier_id = $1::bigint ORDER BY id
