-- name: check_seats_taken
-- I1: slots whose `taken` is not what live appointments and live holds take. Columns: slot, taken, counted.
-- scan: the check looks at every row
SELECT slot.id, slot.taken, CAST(
  coalesce((SELECT sum(seats) FROM appointment WHERE slot_id = slot.id
    AND status IN ('booked', 'confirmed', 'displaced')), 0)
  + coalesce((SELECT sum(seats) FROM hold WHERE slot_id = slot.id AND ended_at IS NULL), 0) AS bigint) AS counted
FROM slot WHERE slot.taken <>
  coalesce((SELECT sum(seats) FROM appointment WHERE slot_id = slot.id
    AND status IN ('booked', 'confirmed', 'displaced')), 0)
  + coalesce((SELECT sum(seats) FROM hold WHERE slot_id = slot.id AND ended_at IS NULL), 0);

-- name: check_seats_exceeded
-- I1: slots with more seats taken than there are. Columns: slot, taken, seats.
-- scan: the check looks at every row
SELECT id, taken, seats FROM slot WHERE taken > seats OR taken < 0;

-- name: check_one_live
-- I2: identities with several live appointments for a service. Columns: an appointment, the service, how many.
-- scan: the check looks at every row
SELECT min(id), service_id, count(*) FROM appointment WHERE status IN ('booked', 'confirmed', 'displaced')
GROUP BY identity_hash, service_id HAVING count(*) > 1;

-- name: check_appointment_whole
-- I3: appointments whose slot or service is gone. Columns: appointment, slot, service.
-- scan: the check looks at every row
SELECT a.id, a.slot_id, a.service_id FROM appointment a
WHERE NOT EXISTS (SELECT 1 FROM slot WHERE id = a.slot_id)
  OR NOT EXISTS (SELECT 1 FROM service WHERE id = a.service_id);

-- name: check_reference
-- I3: appointments whose reference is not eleven characters, so that nobody could look them up. Columns:
-- appointment, length, slot.
-- scan: the check looks at every row
SELECT id, length(reference), slot_id FROM appointment WHERE length(reference) <> 11;

-- name: check_asked_for
-- I4: appointments that no booking made: not exactly one event of that kind as the first. Columns:
-- appointment, its events, slot.
-- scan: the check looks at every row
SELECT a.id, (SELECT count(*) FROM appointment_event WHERE appointment_id = a.id), a.slot_id FROM appointment a
WHERE coalesce((SELECT kind FROM appointment_event WHERE appointment_id = a.id ORDER BY id LIMIT 1), '') <> 'booked';

-- name: check_event_whole
-- I4: events of an appointment that is not there. Columns: event, appointment, when.
-- scan: the check looks at every row
SELECT e.id, e.appointment_id, e.at FROM appointment_event e
WHERE NOT EXISTS (SELECT 1 FROM appointment WHERE id = e.appointment_id);

-- name: check_hold_whole
-- I4: holds whose slot, service or appointment is gone. Columns: hold, slot, service.
-- scan: the check looks at every row
SELECT h.id, h.slot_id, h.service_id FROM hold h
WHERE NOT EXISTS (SELECT 1 FROM slot WHERE id = h.slot_id) OR NOT EXISTS (SELECT 1 FROM service WHERE id = h.service_id)
  OR (h.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment WHERE id = h.appointment_id));

-- name: check_hold_end
-- I4: holds whose end is half told, or that became an appointment without saying so. Columns: hold, slot, seats.
-- scan: the check looks at every row
SELECT id, slot_id, seats FROM hold
WHERE (ended_at IS NULL) <> (ended_by IS NULL) OR (appointment_id IS NOT NULL AND coalesce(ended_by, '') <> 'booked');

-- name: check_one_effect
-- I5: references, and with them idempotency keys, that lead to several appointments. Columns: appointment, number, 0.
-- scan: the check looks at every row
SELECT min(id), count(*), 0 FROM appointment GROUP BY reference HAVING count(*) > 1;

-- name: list_offered_times
-- I6: every slot on offer from $1 on. Columns: slot, pool, begin, minutes.
-- scan: the check looks at every row
SELECT id, pool_id, starts_at, minutes FROM slot WHERE starts_at >= $1 AND withdrawn = 0 ORDER BY pool_id, starts_at;

-- name: list_status_changes
-- I7: every change of every appointment in order, and what it is now. Columns: appointment, kind, status.
-- scan: the check looks at every row
SELECT e.appointment_id, e.kind, a.status FROM appointment_event e JOIN appointment a ON a.id = e.appointment_id
ORDER BY e.appointment_id, e.id;

-- name: list_moves
-- I12: every move by the department in order, and where the appointment is now. Columns: appointment, detail,
-- begin, office.
-- scan: the check looks at every row
SELECT e.appointment_id, e.detail, s.starts_at, p.office_id
FROM appointment_event e JOIN appointment a ON a.id = e.appointment_id JOIN slot s ON s.id = a.slot_id
JOIN pool p ON p.id = s.pool_id
WHERE e.kind = 'booked' AND e.detail LIKE 'moved %' ORDER BY e.appointment_id, e.id;

-- name: check_mail_queued
-- I9: bookings and changes whose mail is neither queued nor sent. Columns: appointment, event, when.
-- scan: the check looks at every row
SELECT e.appointment_id, e.id, e.at FROM appointment_event e
WHERE e.kind IN ('booked', 'confirmed', 'displaced', 'cancelled_by_applicant', 'cancelled_by_department')
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE event_id = e.id);

-- name: check_mail_event
-- I9: mails that do not fit the event or the weekly letter they tell of. Columns: event, appointment, 0.
-- scan: the check looks at every row
SELECT o.event_id, coalesce(o.appointment_id, 0), 0 FROM outbox o
WHERE NOT EXISTS (SELECT 1 FROM appointment_event e
  WHERE e.id = o.event_id AND e.appointment_id = o.appointment_id AND e.kind = o.kind)
  AND NOT EXISTS (SELECT 1 FROM weekly_letter l WHERE l.id = o.event_id AND o.kind = 'weekly');

-- name: check_ticket
-- I10: numbers of an appointment that is not there, or that was served and does not say so. Columns: ticket,
-- appointment, number.
SELECT t.id, t.appointment_id, t.number FROM ticket t LEFT JOIN appointment a ON a.id = t.appointment_id
WHERE t.appointment_id IS NOT NULL AND (a.id IS NULL OR a.status <> 'attended' AND (t.state = 'serving' OR t.state = 'finished'));
