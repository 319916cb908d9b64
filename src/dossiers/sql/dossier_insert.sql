-- A new dossier. Its owner is remembered where a number says who it is; what is kept of him comes back, NULL where nothing is.
-- $1 all columns as one JSON object  $2 life  $3 owner  $4 agent or NULL  $5 answers  $6 now  $7 uid for a citizen that is new  $8 lex
WITH o AS (SELECT * FROM json_to_record($3::json) AS r (kind text, number text, name text, born_on date, sex text, phone text, email text,
                                                       commune text, address text)),
kept AS MATERIALIZED (
    SELECT k.id, k.name, k.born_on
      FROM o CROSS JOIN LATERAL lt_keep_owner($7::uuid, o.kind, o.number, o.name, o.born_on, o.sex, o.phone, o.email, o.commune,
                                              o.address, $6) k
     WHERE o.number <> ''),
made AS (
    INSERT INTO dossiers (uid, agency_id, decides_id, code, foreign_code, version_id, procedure_id, field_id, case_no, way, state, state_at,
                          version, life, parent_id, citizen_id, owner, owner_kind, owner_name, owner_number, owner_phone, agent, subject, answers,
                          sets, note, lodged_at, received_at, received_by, accept_by, first_due_at, due_at, money, delivery, delivery_to, lex)
    SELECT n.uid, n.agency_id, n.decides_id, n.code, n.foreign_code, v.id, v.procedure_id, v.field_id, n.case_no, n.way, n.state, $6,
           n.version, $2::json, n.parent_id, (SELECT kept.id FROM kept), $3::json, o.kind, o.name, o.number, o.phone, $4::json, n.subject,
           $5::json, n.sets, n.note, n.lodged_at, n.received_at, n.received_by, n.accept_by, n.due_at, n.due_at, n.money, n.delivery,
           n.delivery_to, $8::tsvector
      FROM json_to_record($1::json) AS n (uid uuid, agency_id bigint, decides_id bigint, code text, foreign_code text, version_uid uuid,
               case_no int, way text, state text, version int, parent_id bigint, subject text, sets int, note text, lodged_at timestamptz,
               received_at timestamptz, received_by bigint, accept_by timestamptz, due_at timestamptz, money text, delivery text,
               delivery_to text)
      CROSS JOIN o JOIN procedure_versions v ON v.uid = n.version_uid
    RETURNING id)
SELECT made.id, kept.name AS kept_name, kept.born_on AS kept_born_on FROM made LEFT JOIN kept ON true
