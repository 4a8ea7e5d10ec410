-- name: list_event_ids
-- Ids of appointments' events from one on.
SELECT id FROM appointment_event WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT $3;

-- name: list_events
-- Appointments' events with all columns that are hashed, in the order of content.
SELECT id, appointment_id, kind, at, actor, detail FROM appointment_event WHERE id >= $1 AND id <= $2 ORDER BY id;

-- name: list_entry_ids
-- Ids of entries from one on.
SELECT id FROM audit_event WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT $3;

-- name: list_entries
-- Entries with all columns that are hashed, in the order of content.
SELECT id, at, actor, act, subject, office_id, detail FROM audit_event WHERE id >= $1 AND id <= $2 ORDER BY id;

-- name: list_ticket_event_ids
-- Ids of tickets' events from one on.
SELECT id FROM ticket_event WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT $3;

-- name: list_ticket_events
-- Tickets' events with all columns that are hashed, in the order of content.
SELECT id, ticket_id, kind, at, staff, counter, pool_id, lane, detail FROM ticket_event
WHERE id >= $1 AND id <= $2 ORDER BY id;
