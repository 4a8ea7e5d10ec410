-- name: insert_installation
-- The one row that says what this installation is.
INSERT INTO installation (id, created_at) VALUES ($1, $2);

-- name: copy_database
-- A compact copy of the whole database into a new file.
VACUUM INTO $1;
