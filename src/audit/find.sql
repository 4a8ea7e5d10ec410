-- name: list_newest_entries
-- Entries below an id, newest first.
SELECT id, at, actor, act, subject, office_id, detail FROM audit_event WHERE id < $1 AND id >= $2 ORDER BY id DESC LIMIT $3;

-- name: list_newest_events
-- Appointments' events below an id, newest first, with the office as it is now.
SELECT event.id, event.at, event.actor, event.kind, event.appointment_id, pool.office_id, event.detail
FROM appointment_event event JOIN appointment ON appointment.id = event.appointment_id
  JOIN slot ON slot.id = appointment.slot_id JOIN pool ON pool.id = slot.pool_id
WHERE event.id < $1 AND event.id >= $2 ORDER BY event.id DESC LIMIT $3;

-- name: list_newest_ticket_events
-- Tickets' events below an id, newest first.
SELECT event.id, event.at, event.staff, event.kind, event.ticket_id, ticket.office_id, event.detail, event.counter
FROM ticket_event event JOIN ticket ON ticket.id = event.ticket_id
WHERE event.id < $1 AND event.id >= $2 ORDER BY event.id DESC LIMIT $3;

-- name: list_entries_about
-- Entries about one thing.
SELECT id, at, actor, act, subject, office_id, detail FROM audit_event WHERE subject = $1 ORDER BY id DESC LIMIT 500;

-- name: list_looks_at_list
-- Looks at one list, for instance an office's day.
SELECT id, at, actor, act, subject, office_id, detail FROM audit_event WHERE subject = $1 AND detail = $2 ORDER BY id DESC
LIMIT 500;

-- name: list_events_about
-- What happened to one appointment.
SELECT event.id, event.at, event.actor, event.kind, event.appointment_id, pool.office_id, event.detail
FROM appointment_event event JOIN appointment ON appointment.id = event.appointment_id
  JOIN slot ON slot.id = appointment.slot_id JOIN pool ON pool.id = slot.pool_id
WHERE event.appointment_id = $1 ORDER BY event.id DESC LIMIT 500;

-- name: list_ticket_events_about
-- What happened at the counter with one appointment.
SELECT event.id, event.at, event.staff, event.kind, event.ticket_id, ticket.office_id, event.detail, event.counter
FROM ticket_event event JOIN ticket ON ticket.id = event.ticket_id
WHERE ticket.appointment_id = $1 ORDER BY event.id DESC LIMIT 500;
