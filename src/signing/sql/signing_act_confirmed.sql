-- From now on it can't be cancelled. Nothing when it has ended.
-- $1 act
UPDATE signing_acts SET state = 'confirmed' WHERE id = $1 AND state IN ('waiting', 'confirmed') RETURNING id
