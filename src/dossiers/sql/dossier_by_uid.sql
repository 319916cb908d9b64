-- $1 uid
SELECT d.id, d.uid, d.agency_id, d.decides_id, d.code, d.foreign_code, v.uid AS version_uid, p.code AS procedure_code,
       CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure_name,
       f.name AS field, d.case_no, d.way, d.life, d.version, d.owner, d.agent, d.subject, d.answers, d.sets, d.note, d.lodged_at,
       d.received_by, d.accept_by, d.first_due_at, d.due_at, d.supplement_by, d.money, d.delivery, d.delivery_to, d.delivery_state,
       d.instance_uid, d.parent_id
  FROM dossiers d
  JOIN procedure_versions v ON v.id = d.version_id
  JOIN procedures p ON p.id = d.procedure_id
  LEFT JOIN procedure_fields f ON f.id = d.field_id
 WHERE d.uid = $1::uuid
