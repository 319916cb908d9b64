-- $1 agency  $2 facts
UPDATE process_facts SET facts = $2::json WHERE agency_id = $1
