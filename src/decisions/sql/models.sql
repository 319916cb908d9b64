-- Models that an agency may use, a row for each key and owner: the version that holds on the day, else the one that began or begins last.
-- `applies`: the agency's decisions are made by it.
-- $1 agency (0: the province)  $2 day  $3 behind this key  $4 so many keys
WITH seen AS (
    SELECT m.*, coalesce(up.far, 1000) AS far,
           m.valid_from <= $2::date AND coalesce(m.valid_to >= $2::date, true) AS holds
      FROM decision_models m LEFT JOIN agencies_above($1::bigint) up ON up.id = m.agency_id
     WHERE m.withdrawn_at IS NULL AND (m.agency_id IS NULL OR up.id IS NOT NULL)
), keys AS (
    SELECT DISTINCT key FROM seen WHERE key > $3 ORDER BY key LIMIT $4
), ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.key ORDER BY s.holds DESC, s.far, s.valid_from DESC, s.version DESC) AS place
      FROM seen s JOIN keys USING (key)
)
SELECT DISTINCT ON (r.key, r.far)
       r.id, r.uid, r.agency_id, r.key, r.version, r.name, r.valid_from, r.valid_to, r.basis, r.note, r.deployed_at,
       o.name AS deployed_by, r.withdrawn_at, NULL::text AS withdrawn_by, r.withdrawn_why, r.holds AND r.place = 1 AS applies
  FROM ranked r LEFT JOIN officials o ON o.id = r.deployed_by
 ORDER BY r.key, r.far, r.holds DESC, r.valid_from DESC, r.version DESC
