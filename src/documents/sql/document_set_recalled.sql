-- $1 document   $2 now
UPDATE own_documents SET recalled_at = coalesce(recalled_at, $2) WHERE id = $1
