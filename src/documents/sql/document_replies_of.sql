-- Documents that answer this one or were copied from it, and that the reader may see. Two parts, because each has its index.
-- $1 document   $2 agency of the reader
SELECT uid, number_text, notation, subject, (agency_id = $2 AND origin = 'own') IS TRUE AS own, false AS copy, id
  FROM documents WHERE in_reply_to = $1
 UNION ALL
SELECT uid, number_text, notation, subject, (agency_id = $2 AND origin = 'own') IS TRUE, true, id
  FROM documents WHERE copy_of = $1
 ORDER BY id DESC LIMIT 100
