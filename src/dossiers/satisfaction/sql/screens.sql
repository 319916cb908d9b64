-- The tablets of the own agency, the newest first.
SELECT uid, name, official_id, made_at, revoked_at FROM rating_screens ORDER BY id DESC LIMIT 200
