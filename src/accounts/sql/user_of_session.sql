-- Who a session belongs to; everything that a request needs to know in one statement.
-- $1 hash of the token  $2 now  $3 today in Vietnam
SELECT s.stage, s.csrf, s.seen_at, s.account_id, a.official_id, a.login, a.language, o.uid AS official_uid,
       o.name AS official_name, o.agency_id AS home_id, p.id AS post_id, p.uid AS post_uid, p.role, p.title,
       p.agency_id, g.uid AS agency_uid, g.name AS agency_name, g.short_name AS agency_short_name, p.unit_id,
       u.uid AS unit_uid, u.name AS unit_name,
       (SELECT count(*) FROM posts m WHERE m.official_id = a.official_id AND m.valid_from <= $3::date
                                       AND (m.valid_to IS NULL OR m.valid_to >= $3::date)) AS posts
  FROM sessions s
  JOIN accounts a ON a.id = s.account_id
  JOIN officials o ON o.id = a.official_id
  LEFT JOIN posts p ON p.id = s.post_id AND p.valid_from <= $3::date AND (p.valid_to IS NULL OR p.valid_to >= $3::date)
  LEFT JOIN agencies g ON g.id = p.agency_id
  LEFT JOIN units u ON u.id = p.unit_id
 WHERE s.token_hash = $1::bytea AND s.expires_at > $2::timestamptz AND a.disabled_at IS NULL
