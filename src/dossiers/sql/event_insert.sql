-- $1 dossier  $2 no  $3 act  $4 state after it  $5 reason  $6 detail  $7 life before, '' for none  $8 at
INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, reason, detail, before, at)
VALUES ($1::bigint, $2::int, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, $3, $4, $5, $6::json,
        nullif($7::text, '')::json, $8::timestamptz)
