-- name: delete_office_day
-- What was kept of a day before, and of its services.
DELETE FROM office_day WHERE office_id = $1 AND day_on = $2;

-- name: insert_office_day
-- What it came to, all services together.
INSERT INTO office_day (office_id, day_on, seats, taken, attended, missed, cancelled_by_applicant, cancelled_by_department,
  open, walk_ins, days_ahead, wait_minutes, service_minutes, counted_at, changed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: insert_service_day
-- What a service came to.
INSERT INTO service_day (office_id, day_on, service_id, taken, attended, missed, cancelled_by_applicant,
  cancelled_by_department, open, walk_ins, days_ahead, wait_minutes, service_minutes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: list_counted
-- Of each office up to when its days are closed, when that was, and the last day that was counted.
SELECT office_id, day_on, closed_at, (SELECT max(d.day_on) FROM office_day d WHERE d.office_id = closed_day.office_id)
FROM closed_day;

-- name: find_first_slot
-- When an office's first slot began.
SELECT min(s.starts_at) FROM pool p JOIN slot s ON s.pool_id = p.id WHERE p.office_id = $1 AND s.starts_at < $2;

-- name: list_days_to_count_again
-- Kept days of which something changed, or may have since $1.
SELECT office_id, day_on FROM office_day
WHERE (open > 0 OR changed = 1) AND (changed = 1 OR counted_at < $1) ORDER BY office_id, day_on;

-- name: list_settled_days
-- Kept days that need not be counted again.
-- scan: the check looks at every row
SELECT office_id, day_on FROM office_day WHERE open = 0 AND changed = 0 ORDER BY office_id, day_on;

-- name: find_office_day
-- What is kept of a day, all services together.
SELECT seats, taken, attended, missed, cancelled_by_applicant, cancelled_by_department, open, walk_ins,
  days_ahead, wait_minutes, service_minutes
FROM office_day WHERE office_id = $1 AND day_on = $2;

-- name: list_service_days
-- What is kept of its services.
SELECT service_id, taken, attended, missed, cancelled_by_applicant, cancelled_by_department, open, walk_ins,
  days_ahead, wait_minutes, service_minutes
FROM service_day WHERE office_id = $1 AND day_on = $2;
