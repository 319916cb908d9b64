-- The document when one of its files still waits for the verdict on its signatures.
-- $1 uid   $2 also when a verdict from before this was left open (timestamptz, or NULL)
SELECT x.id FROM documents x
 WHERE x.uid = $1 AND EXISTS (SELECT 1 FROM document_files f WHERE f.document_id = x.id AND f.media_type = 'application/pdf'
                                AND (f.judged_at IS NULL OR f.indication = 'indeterminate' AND f.judged_at < $2::timestamptz))
