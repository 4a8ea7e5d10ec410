-- name: find_newest_hold
-- A browser's newest hold with its slot.
SELECT h.id, h.slot_id, p.office_id, h.service_id, s.starts_at, h.seats, h.created_at, h.expires_at, h.ended_at,
  h.ended_by, h.appointment_id, h.draft
FROM hold h JOIN slot s ON s.id = h.slot_id JOIN pool p ON p.id = s.pool_id
WHERE h.browser_hash = $1 ORDER BY h.id DESC LIMIT 1;

-- name: save_draft
-- What was typed under a hold; also after its time is over, so that nothing typed is lost.
UPDATE hold SET draft = $2 WHERE id = $1 AND (ended_by IS NULL OR ended_by <> 'booked');
