-- Days off and days worked of all calendars, also withdrawn ones, with who entered and withdrew them.
SELECT d.uid, d.agency_id, d.first_day, d.last_day, d.kind, d.instead_of, d.shifts, d.name, d.basis, d.entered_at,
       e.name AS entered_by, d.withdrawn_at, x.name AS withdrawn_by, d.withdrawn_why
  FROM special_days d JOIN officials e ON e.id = d.entered_by LEFT JOIN officials x ON x.id = d.withdrawn_by
 ORDER BY d.first_day, d.id
