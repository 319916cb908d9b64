-- Of the own agency, as its policy says.
-- $1 id of the row before (0: from the newest)  $2 limit
SELECT id, agency_id, official_id, what, words, at FROM dossier_list_looks
 WHERE agency_id = current_setting('lt.agency')::bigint AND ($1::bigint = 0 OR id < $1::bigint) ORDER BY id DESC LIMIT $2::int
