-- name: find_appointment_by_reference
-- An appointment with its slot and office.
SELECT a.id, a.reference, a.slot_id, a.service_id, a.seats, a.status, a.identity_hash, a.person, a.language, a.booked_at,
  s.starts_at, s.minutes, p.office_id
FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id
WHERE a.reference = $1;

-- name: find_appointment
-- The same by id.
SELECT a.id, a.reference, a.slot_id, a.service_id, a.seats, a.status, a.identity_hash, a.person, a.language, a.booked_at,
  s.starts_at, s.minutes, p.office_id
FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id
WHERE a.id = $1;

-- name: list_events
-- The history of an appointment, oldest first.
SELECT kind, at, actor, detail, id FROM appointment_event WHERE appointment_id = $1 ORDER BY id;
