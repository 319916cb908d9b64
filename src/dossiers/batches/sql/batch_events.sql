-- A line in the history of each dossier whose line of the batch is in the state.
-- $1 batch  $2 state of the lines  $3 what happened; the line's remark goes behind it  $4 detail  $5 at
WITH held AS MATERIALIZED (
    SELECT d.id, l.remark FROM hand_over_lines l JOIN dossiers d ON d.id = l.dossier_id
     WHERE l.batch_id = $1::bigint AND l.state = $2 ORDER BY d.id FOR NO KEY UPDATE OF d),
told AS (
    UPDATE dossiers d SET version = d.version + 1 FROM held h WHERE d.id = h.id RETURNING d.id, d.version, d.state, h.remark)
INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, reason, detail, at)
SELECT id, version, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, 'note', state,
       $3 || CASE remark WHEN '' THEN '' ELSE ' ' || remark END, $4::json, $5::timestamptz FROM told
