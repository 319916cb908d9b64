-- For the recount: what was written down of decisions that announced procedures, one after the other.
SELECT procedure_id, decision, decided_on, decide_by, published_on, publish_by, dropped FROM procedure_publications ORDER BY id
