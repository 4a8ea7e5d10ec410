-- name: list_counters
-- Open counters of an office with whom they serve, a row for each pool.
SELECT c.name, c.staff, c.since_at, p.pool_id FROM open_counter c
JOIN open_counter_pool p ON p.office_id = c.office_id AND p.name = c.name
WHERE c.office_id = $1 AND c.day_on = $2 ORDER BY c.name, p.pool_id;

-- name: find_counter
-- One of them.
SELECT c.name, c.staff, c.since_at, p.pool_id FROM open_counter c
JOIN open_counter_pool p ON p.office_id = c.office_id AND p.name = c.name
WHERE c.office_id = $1 AND c.day_on = $2 AND c.name = $3 ORDER BY p.pool_id;

-- name: find_counter_of_staff
-- Where an officer serves.
SELECT name FROM open_counter WHERE office_id = $1 AND staff = $2 AND day_on = $3;

-- name: find_pool_of_office
-- Whether an office has a pool.
SELECT 1 FROM pool WHERE id = $1 AND office_id = $2;

-- name: delete_counter
-- A counter closes.
DELETE FROM open_counter WHERE office_id = $1 AND name = $2;

-- name: delete_counter_of_staff
-- What an officer left open on another day.
DELETE FROM open_counter WHERE office_id = $1 AND staff = $2 AND day_on <> $3;

-- name: delete_counters
-- All that were opened until a day.
DELETE FROM open_counter WHERE office_id = $1 AND day_on <= $2;

-- name: insert_counter
-- A counter opens.
INSERT INTO open_counter (office_id, name, day_on, staff, since_at) VALUES ($1, $2, $3, $4, $5);

-- name: insert_counter_pool
-- Whom it serves.
INSERT INTO open_counter_pool (office_id, name, pool_id) VALUES ($1, $2, $3);

-- name: set_rules
-- What an office decides about its counters.
INSERT INTO counter_rule (office_id, walk_ins, early_minutes, late_minutes) VALUES ($1, $2, $3, $4)
ON CONFLICT (office_id) DO UPDATE SET walk_ins = excluded.walk_ins, early_minutes = excluded.early_minutes,
  late_minutes = excluded.late_minutes;
