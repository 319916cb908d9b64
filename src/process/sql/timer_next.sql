SELECT lt_next_timer() AS due_at
