-- name: insert_installation
-- The one row that says what this installation is.
INSERT INTO installation (id, created_at) VALUES ($1, $2);

-- name: find_installation_table
-- Whether a database is that of an installation.
SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'installation';

-- name: find_installation_table (postgresql)
-- The same.
SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'installation';

-- name: copy_database
-- A compact copy of the whole database into a new file.
-- sqlite only: PostgreSQL brings its own pg_dump
VACUUM INTO $1;
