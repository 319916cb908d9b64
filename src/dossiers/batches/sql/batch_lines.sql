-- `uid`: of the dossier, NULL where the reader does not see it.
-- $1 batch
SELECT l.no, l.code, l.procedure, l.owner_name, l.contents, l.state, l.remark, d.uid
  FROM hand_over_lines l LEFT JOIN dossiers d ON d.id = l.dossier_id WHERE l.batch_id = $1::bigint ORDER BY l.no
