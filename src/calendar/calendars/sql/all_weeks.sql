-- Weeks of all calendars, also withdrawn ones, with who entered and withdrew them.
SELECT w.uid, w.agency_id, w.valid_from, w.shifts, w.basis, w.entered_at, e.name AS entered_by,
       w.withdrawn_at, x.name AS withdrawn_by, w.withdrawn_why
  FROM working_weeks w JOIN officials e ON e.id = w.entered_by LEFT JOIN officials x ON x.id = w.withdrawn_by
 ORDER BY w.valid_from, w.id
