-- What everybody may read of all agencies, as it was last counted.
-- $1 period: 'month' or 'year'
SELECT agency_id, starts_on, received, on_time, late, in_progress, counted_at FROM progress_figures WHERE period = $1
