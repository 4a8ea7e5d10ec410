-- name: save_draft
-- What was typed under a hold; also after its time is over, so that nothing typed is lost.
UPDATE hold SET draft = $2 WHERE id = $1 AND (ended_by IS NULL OR ended_by <> 'booked');
