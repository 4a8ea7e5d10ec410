-- name: find_revision
-- Whether the database answers at all.
SELECT number FROM revision WHERE name = 'slots';
