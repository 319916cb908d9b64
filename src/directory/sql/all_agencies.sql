-- All agencies, also those that have ended, with their successors.
SELECT a.id, a.uid, a.code, a.alias, a.name, a.short_name, a.abbreviation, a.level, a.kind, a.parent_id, a.place,
       a.position, a.valid_from, a.valid_to, a.folded, a.system_id
  FROM agencies a ORDER BY a.position, a.id
