-- name: insert_entry
-- Something that was looked at or done.
INSERT INTO audit_event (id, at, actor, act, subject, office_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7);
