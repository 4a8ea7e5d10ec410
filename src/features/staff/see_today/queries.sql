-- name: count_off_offer
-- People booked from $2 on at an office's times that are no longer on offer, and not displaced.
SELECT count(*) FROM pool p JOIN slot s ON s.pool_id = p.id JOIN appointment a ON a.slot_id = s.id
WHERE p.office_id = $1 AND s.starts_at >= $2 AND s.withdrawn = 1 AND (a.status = 'booked' OR a.status = 'confirmed');
