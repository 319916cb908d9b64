-- Agencies of ours made of this list whose name in it changes, or that are listed again. Before listed_save. What the operator has changed
-- by hand (the name, the system) is no longer the list's.
-- $1 system  $2 wire  $3 name
SELECT l.agency_id, t.name, l.gone_since
  FROM unnest($2::text[], $3::text[]) AS t (wire, name)
  JOIN axis_agencies l ON l.system_id = $1::bigint AND l.wire = t.wire
  JOIN agencies a ON a.id = l.agency_id AND a.system_id = l.system_id AND a.name = l.name
 WHERE t.name <> l.name OR l.gone_since IS NOT NULL
