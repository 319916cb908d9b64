-- How a document came over the axis, with the earlier one that it updates or replaces where the reader may see it.
-- $1 document
SELECT t.carrier, t.business, t.reason, t.earlier, t.signature, t.signature_why, e.uid AS earlier_uid, e.number_text, e.notation,
       e.subject
  FROM axis_arrivals t LEFT JOIN documents e ON e.id = t.earlier_id WHERE t.document_id = $1
