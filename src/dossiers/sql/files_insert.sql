-- $1 dossier  $2 array of files  $3 now  $4 official
INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, verdict, added_at, added_by)
SELECT f.uid, $1::bigint, f.paper_no, f.kind, f.name, f.media_type, f.size, f.sha256, f.verdict, $3::timestamptz, $4::bigint
  FROM json_to_recordset($2::json) AS f (uid uuid, paper_no int, kind text, name text, media_type text, size bigint, sha256 text,
                                         verdict text)
