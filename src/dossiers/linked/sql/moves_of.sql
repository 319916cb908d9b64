-- Agencies that decided it before, in their order.
-- $1 dossier
SELECT from_id, at FROM dossier_moves WHERE dossier_id = $1::bigint AND decided ORDER BY no
