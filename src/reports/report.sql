-- name: find_kept_day
-- Whether a day of an office was counted.
SELECT 1 FROM office_day WHERE office_id = $1 AND day_on = $2;

-- name: list_office_days
-- What they came to, all services together.
SELECT day_on, seats, taken, attended, missed, cancelled_by_applicant, cancelled_by_department, open, walk_ins,
  days_ahead, wait_minutes, service_minutes
FROM office_day WHERE office_id = $1 AND day_on >= $2 AND day_on <= $3;

-- name: list_services_of_days
-- What its services came to on them.
SELECT day_on, service_id, taken, attended, missed, cancelled_by_applicant, cancelled_by_department, open, walk_ins,
  days_ahead, wait_minutes, service_minutes
FROM service_day WHERE office_id = $1 AND day_on >= $2 AND day_on <= $3;
