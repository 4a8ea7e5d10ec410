-- name: list_callable
-- Who waits for a counter: those transferred to it, and those of its pools who were not transferred to another that is
-- open.
SELECT id, lane, turn_at, number FROM ticket t
WHERE office_id = $1 AND day_on = $2 AND state = 'waiting' AND (for_counter = $3
  OR ((for_counter IS NULL OR NOT EXISTS
    (SELECT 1 FROM open_counter c WHERE c.office_id = t.office_id AND c.name = t.for_counter AND c.day_on = t.day_on))
  AND EXISTS (SELECT 1 FROM open_counter_pool p WHERE p.office_id = t.office_id AND p.name = $3 AND p.pool_id = t.pool_id)));

-- name: list_recent_calls
-- The lanes of the last calls in the pools of a counter, the latest first.
SELECT e.lane FROM open_counter_pool p JOIN ticket_event e ON e.pool_id = p.pool_id
WHERE p.office_id = $1 AND p.name = $2 AND e.kind = 'called' AND e.at >= $3
ORDER BY e.id DESC LIMIT $4;
