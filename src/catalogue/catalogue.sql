-- name: list_departments
-- All departments, in display order.
SELECT code, name_ms, name_en, sort FROM department ORDER BY sort, code;

-- name: list_divisions
-- All divisions, in display order.
SELECT code, department_code, name_ms, name_en, sort FROM division ORDER BY sort, code;

-- name: list_states
-- All states.
SELECT code, name_ms, name_en, region FROM state ORDER BY code;

-- name: list_weekend_rules
-- Rest days of all states; ascending in time.
SELECT state_code, valid_from_on, days_off, valid_to_on FROM weekend_rule ORDER BY state_code, valid_from_on;

-- name: list_holidays
-- Holidays of all states; ascending in time.
SELECT holiday_on, state_code, name_ms, name_en, estimated FROM holiday ORDER BY holiday_on, state_code, name_ms;

-- name: list_opening_hours
-- Opening hours of all profiles.
SELECT profile_code, valid_from_on, weekday, opens_minute, closes_minute, valid_to_on FROM opening_hours
ORDER BY profile_code, valid_from_on, weekday, opens_minute;

-- name: list_offices
-- All offices.
SELECT id, code, department_code, kind, state_code, district, name_ms, name_en, address, postcode, city, country,
  time_zone, hours_profile, opens_on_rest_days, phone, latitude, longitude, active
FROM office ORDER BY id;

-- name: list_closures
-- All closures in force, those of the files and those made by staff.
SELECT id, code, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en
FROM closure WHERE removed_at IS NULL ORDER BY from_on, id;

-- name: list_day_changes
-- All changed days in force; of two on a date the later one counts.
SELECT pool_id, day_on, from_minute, to_minute, seats, opens FROM day_change
WHERE begun_at IS NOT NULL AND removed_at IS NULL ORDER BY begun_at, id;

-- name: list_services
-- All services, in display order.
SELECT id, code, division_code, name_ms, name_en, summary_ms, summary_en, applicant_kind, booking, online_url,
  persons_max, minutes, audience_ms, audience_en, active_from_on, active_to_on, window_months, lead_days, sort
FROM service ORDER BY sort, id;

-- name: list_documents
-- Documents of all services, in order.
SELECT service_id, sort, text_ms, text_en, required, condition_ms, condition_en FROM service_document
ORDER BY service_id, sort;

-- name: list_pool_names
-- What the pools of all offices are called.
SELECT code, name_ms, name_en FROM pool_name ORDER BY code;

-- name: list_pools
-- All pools.
SELECT id, office_id, code, name_ms, name_en, counters FROM pool ORDER BY office_id, id;

-- name: list_offerings
-- Which office offers what.
SELECT office_id, service_id, pool_id FROM offering ORDER BY office_id, service_id;

-- name: list_seat_rules
-- How the pools of each kind of office are cut into slots.
SELECT office_kind, pool_code, valid_from_on, weekdays, from_minute, to_minute, slot_minutes, seats_per_counter,
  valid_to_on
FROM seat_rule ORDER BY office_kind, pool_code, valid_from_on, weekdays, from_minute;

-- name: list_announcements
-- All announcements, newest first.
SELECT id, code, department_code, title_ms, title_en, body_ms, body_en, from_on, to_on, pinned
FROM announcement ORDER BY from_on DESC, id;

-- name: find_revision
-- The counter that tells that something in memory must be read again.
SELECT number FROM revision WHERE name = $1;

-- name: lock_revision
-- The same, for whoever will make it rise and must be the only one. SQLite has one writer at a time anyway.
SELECT number FROM revision WHERE name = $1;

-- name: lock_revision (postgresql)
-- Locked.
SELECT number FROM revision WHERE name = $1 FOR UPDATE;

-- name: bump_revision
-- Tells every process that something in memory must be read again.
UPDATE revision SET number = number + 1 WHERE name = $1;
