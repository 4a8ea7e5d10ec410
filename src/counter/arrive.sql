-- name: find_expected
-- What the entrance asks of an appointment.
SELECT a.status, a.service_id, a.seats, a.slot_id, s.starts_at, s.pool_id, p.office_id
FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id
WHERE a.id = $1;

-- name: find_expected (postgresql)
-- The same; nobody changes its status until the transaction ends.
SELECT a.status, a.service_id, a.seats, a.slot_id, s.starts_at, s.pool_id, p.office_id
FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id
WHERE a.id = $1 FOR NO KEY UPDATE OF a;

-- name: find_offering
-- The pool that serves a service at an office, and how many persons may come at once.
SELECT o.pool_id, s.persons_max FROM offering o JOIN service s ON s.id = o.service_id
WHERE o.office_id = $1 AND o.service_id = $2;

-- name: mark_days_changed
-- What was counted of an office's days from $2 to $3 is to be counted again.
UPDATE office_day SET changed = 1 WHERE office_id = $1 AND day_on >= $2 AND day_on <= $3;
