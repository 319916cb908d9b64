-- Whether all these files are signed. The leader's signature is the first one, over what the drafter had handed in.
-- $1 files (uid, text[])  $2 contents that were given out (text[])  $3 'leader' or 'agency'
SELECT NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS f (file, content)
                    WHERE NOT EXISTS (SELECT FROM document_files x
                                       WHERE x.uid = f.file::uuid AND x.signed = $3::text
                                         AND (x.signed = 'agency' OR x.drafted_sha256 = f.content))) AS all_signed
