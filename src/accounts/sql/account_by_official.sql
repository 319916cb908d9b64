-- $1 official
SELECT a.id, a.official_id, o.uid AS official_uid, o.name, o.agency_id, a.login, a.password_hash, a.password_changed_at,
       a.must_change_password, a.totp_secret, a.totp_confirmed_at, a.totp_last_step, a.failed_count, a.locked_until, a.failed_at,
       a.disabled_at, a.language, a.last_log_in_at
  FROM accounts a JOIN officials o ON o.id = a.official_id
 WHERE a.official_id = $1::bigint
