-- name: list_day_appointments
-- The appointments of an office's day: service, status, persons, when they were booked, for when, and whether the slot is off offer.
SELECT a.service_id, a.status, a.seats, a.booked_at, s.starts_at, s.withdrawn
FROM pool p JOIN slot s ON s.pool_id = p.id JOIN appointment a ON a.slot_id = s.id
WHERE p.office_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3;

-- name: sum_day_seats
-- Seats on offer at an office on a day.
SELECT CAST(coalesce(sum(s.seats), 0) AS bigint) FROM pool p JOIN slot s ON s.pool_id = p.id
WHERE p.office_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND s.withdrawn = 0;

-- name: list_day_ticket_events
-- What happened to the numbers of an office's day, number by number: whose, how it stands, since when it counts as waiting.
SELECT t.id, t.service_id, t.appointment_id, t.state,
  CASE WHEN s.starts_at > t.issued_at THEN s.starts_at ELSE t.issued_at END, e.kind, e.at, e.detail
FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id
LEFT JOIN appointment a ON a.id = t.appointment_id LEFT JOIN slot s ON s.id = a.slot_id
WHERE t.office_id = $1 AND t.day_on = $2 ORDER BY t.id, e.id;

-- name: list_presence
-- The numbers of an office's day by state: with appointment, without, and since when the first waits.
SELECT t.state, count(t.appointment_id), count(*) - count(t.appointment_id),
  min(CASE WHEN s.starts_at > t.issued_at THEN s.starts_at ELSE t.issued_at END)
FROM ticket t LEFT JOIN appointment a ON a.id = t.appointment_id LEFT JOIN slot s ON s.id = a.slot_id
WHERE t.office_id = $1 AND t.day_on = $2 GROUP BY t.state;
