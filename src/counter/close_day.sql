-- name: list_unattended
-- Appointments of an office's day that are over and were not attended, with the state of their ticket.
SELECT a.id, a.slot_id, a.seats, a.status, t.state
FROM pool p JOIN slot s ON s.pool_id = p.id JOIN appointment a ON a.slot_id = s.id
LEFT JOIN ticket t ON t.appointment_id = a.id AND t.day_on = $4
WHERE p.office_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND s.starts_at + s.minutes * 60000 <= $5
  AND (a.status = 'booked' OR a.status = 'confirmed')
ORDER BY a.id LIMIT $6;

-- name: list_unattended (postgresql)
-- The same; nobody changes their status until the transaction ends.
SELECT a.id, a.slot_id, a.seats, a.status, t.state
FROM pool p JOIN slot s ON s.pool_id = p.id JOIN appointment a ON a.slot_id = s.id
LEFT JOIN ticket t ON t.appointment_id = a.id AND t.day_on = $4
WHERE p.office_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND s.starts_at + s.minutes * 60000 <= $5
  AND (a.status = 'booked' OR a.status = 'confirmed')
ORDER BY a.id LIMIT $6 FOR NO KEY UPDATE OF a;

-- name: end_appointment
-- Its last status.
UPDATE appointment SET status = $2 WHERE id = $1;

-- name: end_appointment (postgresql)
-- Set-wise.
UPDATE appointment SET status = ended.status FROM unnest($1::bigint[], $2::text[]) AS ended (id, status)
WHERE appointment.id = ended.id;

-- name: set_closed
-- An office's day is closed.
INSERT INTO closed_day (office_id, day_on, closed_at) VALUES ($1, $2, $3)
ON CONFLICT (office_id) DO UPDATE SET day_on = excluded.day_on, closed_at = excluded.closed_at;

-- name: list_closed
-- Up to when each office's days are closed.
SELECT office_id, day_on, closed_at FROM closed_day;

-- name: find_first_unattended
-- When the first appointment of an office that still waits for its end began; of an office without any closed day.
SELECT min(s.starts_at) FROM pool p JOIN slot s ON s.pool_id = p.id JOIN appointment a ON a.slot_id = s.id
WHERE p.office_id = $1 AND s.starts_at < $2 AND (a.status = 'booked' OR a.status = 'confirmed');
