-- name: list_calls
-- The last calls at an office, the latest first.
SELECT e.pool_id, e.lane FROM pool p JOIN ticket_event e ON e.pool_id = p.id
WHERE p.office_id = $1 AND e.kind = 'called' AND e.at >= $2 ORDER BY e.id DESC LIMIT $3;

-- name: list_services
-- The last services at an office, with what was planned for them.
SELECT pool_id, (SELECT minutes FROM service WHERE id = ticket.service_id) * persons, started_at, ended_at
FROM ticket WHERE office_id = $1 AND day_on = $2 AND state = 'finished' ORDER BY ended_at DESC LIMIT $3;
