-- Documents that are not any more what was given out to be signed.
-- $1 documents (uid, text[])  $2 versions (bigint[])  $3 files (uid, text[])  $4 contents (text[]): one of each, for each file
SELECT DISTINCT f.document AS document_uid
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) AS f (document, version, file, content)
 WHERE NOT EXISTS (SELECT FROM document_files x JOIN documents d ON d.id = x.document_id
                    WHERE x.uid = f.file::uuid AND x.sha256 = f.content AND d.uid = f.document::uuid AND d.version = f.version)
