-- name: list_day_sheet
-- The appointments of an office's day with their tickets, by time.
SELECT a.id, a.reference, a.slot_id, s.pool_id, a.service_id, s.starts_at, s.minutes, a.seats, a.status, a.person,
  t.id, t.number_pool_id, t.number, t.state
FROM pool p JOIN slot s ON s.pool_id = p.id JOIN appointment a ON a.slot_id = s.id
LEFT JOIN ticket t ON t.appointment_id = a.id AND t.day_on = $4
WHERE p.office_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3
ORDER BY s.starts_at, a.id;
